#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Screens as files, as a browser sees them.

load golden

export LC_ALL=C.UTF-8

# browse PAGE: what measure.js says of it, in BATS_TEST_TMPDIR/told
browse() {
	timeout 120 chromium --headless --no-sandbox --disable-gpu \
		--disable-dev-shm-usage --user-data-dir="$BATS_TEST_TMPDIR/browser" \
		--virtual-time-budget=20000 --dump-dom "file://$1" \
		2>"$BATS_TEST_TMPDIR/browser.log" |
		sed -n '/<pre id="told">/,/^end/p' |
		sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' \
			>"$BATS_TEST_TMPDIR/told"
	tail -n 1 "$BATS_TEST_TMPDIR/told" | grep -qx end ||
		{ cat "$BATS_TEST_TMPDIR/browser.log"; return 1; }
}

script() {
	printf '<script>\n%s\n</script>\n' "$(cat "$BATS_TEST_DIRNAME/measure.js")"
}

# page_of SVG: a page with that picture
page_of() {
	echo '<!DOCTYPE html><meta charset="utf-8">'
	echo "<body data-svg=\"$(base64 -w 0 "$1")\">"
	cat "$1"
	script
}

# The screen as text, without its caption.
lines_of() {
	mapfile -t lines < <(draw "$1" "$2" utf8 text | head -n "${2#*x}")
}

# Each word that the browser shows is where the text has it.
words_stand() {
	local row left right text expected nr=0

	while read -r _ row left right text; do
		# a blank of the selected row
		[ -n "$text" ] || continue
		expected="${lines[row]:${left%.*}:${#text}}"
		[ "$text" = "$expected" ] ||
			{ echo "row $row, column $left: '$text' and not '$expected'"; return 1; }
		[ "$left" = "${left%.*}" ]
		# one character is as wide as its font has it
		[ "${#text}" -eq 1 ] || [ "$right" = $((left + ${#text})) ] ||
			{ echo "row $row: '$text' from $left ends at $right"; return 1; }
		nr=$((nr + 1))
	done < <(grep '^word ' "$BATS_TEST_TMPDIR/told")
	[ "$nr" -ge 60 ]
}

@test "SVG and HTML are well-formed, whatever the view" {
	local scene format file="$BATS_TEST_TMPDIR/file"

	for scene in list map-redis process map-letters help launch start; do
		for format in svg html; do
			for look in utf8 ascii mono; do
				draw "$scene" 80x24 "$look" "$format" >"$file"
				xmllint --nonet --noout "$file"
			done
		done
	done
}

@test "an SVG has a title, a description, and its text as text" {
	local file="$BATS_TEST_TMPDIR/list.svg" shown

	draw list 80x24 utf8 svg >"$file"
	shown() { xmllint --xpath "$1" "$file"; }
	[ "$(shown 'string(/*/*[local-name()="title"])')" = "tamtop  19 processes" ]
	[[ "$(shown 'string(/*/*[local-name()="desc"])')" == *"2026-11-26 12:00:00"*"Linux 6."* ]]
	lines_of list 80x24
	for row in 0 1 6 12 23; do
		[ "$(shown "string(/*/*[local-name()='text'][@y='$((22 + 16 * row))'])")" = "${lines[row]}" ]
	done
}

@test "in a browser the words of an SVG stand at their columns" {
	local page="$BATS_TEST_TMPDIR/page.html"

	for scene in list process; do
		draw "$scene" 80x24 utf8 svg >"$BATS_TEST_TMPDIR/a.svg"
		page_of "$BATS_TEST_TMPDIR/a.svg" >"$page"
		browse "$page"
		lines_of "$scene" 80x24
		words_stand
	done
}

@test "so they do where there is no font of one width" {
	draw list 132x40 utf8 svg >"$BATS_TEST_TMPDIR/a.svg"
	sed -i "s/font-family=\"[^\"]*\"/font-family=\"sans-serif\"/" \
		"$BATS_TEST_TMPDIR/a.svg"
	page_of "$BATS_TEST_TMPDIR/a.svg" >"$BATS_TEST_TMPDIR/page.html"
	browse "$BATS_TEST_TMPDIR/page.html"
	lines_of list 132x40
	words_stand
}

# Cells that are full are so to their edges, blanks have nothing in them.
@test "the picture has ink where the text has characters" {
	local row x ink inks full=0 blank=0

	draw list 80x24 utf8 svg >"$BATS_TEST_TMPDIR/a.svg"
	page_of "$BATS_TEST_TMPDIR/a.svg" >"$BATS_TEST_TMPDIR/page.html"
	browse "$BATS_TEST_TMPDIR/page.html"
	lines_of list 80x24
	mapfile -t inks < <(sed -n 's/^ink //p' "$BATS_TEST_TMPDIR/told")
	[ "${#inks[0]}" -eq 80 ]
	for ((row = 0; row < 24; row++)); do
		[[ "${lines[row]}" != '>'* ]] || continue
		for ((x = 0; x < 80; x++)); do
			ink="${inks[row]:x:1}"
			case "${lines[row]:x:1}" in
			' ' | '')
				[ "$ink" = . ]
				blank=$((blank + 1))
				;;
			█)
				[ "$ink" = '#' ]
				full=$((full + 1))
				;;
			*) [ "$ink" != '#' ] ;;
			esac || { echo "row $row, column $x: $ink"; return 1; }
		done
	done
	[ "$full" -ge 30 ]
	[ "$blank" -ge 500 ]
}

@test "in a browser the characters of an HTML stand at their columns" {
	draw process 132x40 utf8 html >"$BATS_TEST_TMPDIR/page.html"
	script | sed -i '/<\/body>/{
		r /dev/stdin
		N
	}' "$BATS_TEST_TMPDIR/page.html"
	browse "$BATS_TEST_TMPDIR/page.html"
	grep -qE '^astray 0 of [1-9][0-9]{3}$' "$BATS_TEST_TMPDIR/told"
}
