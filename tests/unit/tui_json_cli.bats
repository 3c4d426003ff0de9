#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What is printed as JSON, from this machine's own processes, against the
# schemas in docs/json; and what else the man page promises of it.

# shellcheck disable=SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0

load cli
load ../sleeps

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamtop="$(realpath "$tamtop")"
	out="$BATS_TEST_TMPDIR/out"
	# $pids: none yet
	pids=()
}

teardown() {
	[ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
}

# start COMMAND...: in the background; $pids has it
start() {
	"$@" >/dev/null 2>&1 3>&- &
	pids+=("$!")
	disown "$!"
}

# start_named NAME: a process of that name
start_named() {
	(exec -a "$1" sleep 1000 3>&-) &
	pids+=("$!")
	disown "$!"
	until_sleeps "$!"
}

# of_all: what -p wants
of_all() {
	local IFS=,

	echo "${pids[*]}"
}

# holds SCHEMA [NR] [OPTION...]: $out has NR documents of it
holds() {
	local schema="docs/json/$1.schema.json" nr="${2:-1}"

	shift; shift || true
	run -0 tests/unit/validate "$@" "$schema" <"$out"
	[ "$output" -eq "$nr" ]
}

# refuted SCHEMA WORD [OPTION...]: $out isn't, and WORD tells why
refuted() {
	local schema="docs/json/$1.schema.json" word="$2"

	shift 2
	run ! tests/unit/validate "$@" "$schema" <"$out"
	echo "$output"
	[[ "$output" == *"$word"* ]]
}

# told EXPRESSION: what python makes of $samples, the documents in $out
told() {
	/usr/bin/python3 -c 'import json, sys
samples = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
last = samples[-1]
print(eval("(" + sys.argv[2] + ")"))' "$out" "$1"
}

# starts_zombie: one of a perl that waits for nobody; $zombie
starts_zombie() {
	perl -e '$| = 1; my $pid = fork; exit unless $pid; print "$pid\n"; sleep 1000' \
		>"$BATS_TEST_TMPDIR/pid" 3>&- &
	pids+=("$!")
	disown "$!"
	for _ in {1..200}; do
		read -r zombie <"$BATS_TEST_TMPDIR/pid" &&
			grep -q '^State:.Z' "/proc/$zombie/status" && return
		sleep 0.05
	done
}

@test "schemas: each key is described, and nothing else may be there" {
	/usr/bin/python3 - docs/json/*.schema.json <<-'END'
	import json, sys

	def look(path, node):
	    if node.get('type') in ('object', ['object', 'null']):
	        assert node['additionalProperties'] is False, path
	        for key, value in node['properties'].items():
	            assert value.get('description'), path + '/' + key
	            look(path + '/' + key, value)
	    if 'array' in str(node.get('type')):
	        look(path + '[]', node['items'])

	assert len(sys.argv) == 5, sys.argv
	for name in sys.argv[1:]:
	    look(name, json.load(open(name)))
	    for key in json.load(open(name))['properties']:
	        assert '`%s`' % key in open('docs/json.md').read(), key
	END
}

@test "schemas: pages has what mappings has, and runs" {
	/usr/bin/python3 - <<-'END'
	import json

	def mapping(name):
	    schema = json.load(open('docs/json/%s.schema.json' % name))
	    return schema['properties']['mappings']['items']['properties']

	pages = mapping('pages')
	del pages['runs']
	assert list(pages) == list(mapping('mappings'))
	assert pages == mapping('mappings')
	END
}

@test "schemas: a field without a place in the schema is found" {
	local schema="docs/json/batch.schema.json"

	# all that can be sorted by has a key, and all that has a key is told
	"$tamtop" --help | sed -n '/ sort by:/,/(default/p' |
		sed 's/.*sort by://; s/(default.*//' | xargs -n 1 >"$BATS_TEST_TMPDIR/keys"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/keys")" -ge 24 ]
	/usr/bin/python3 -c 'import json, sys
schema = json.load(open(sys.argv[1]))
print(*schema["properties"]["processes"]["items"]["properties"], sep="\n")' \
		"$schema" | diff - "$BATS_TEST_TMPDIR/keys"
	# each is in the table of docs/json.md
	sed -n '/^| key/,/^$/p' docs/json.md | cut -d '|' -f 2 | tail -n +3 |
		tr -d '`' | xargs -n 1 | sort |
		diff - <(sort "$BATS_TEST_TMPDIR/keys")
}

@test "the validator sees what is wrong" {
	"$tamtop" -b --json -n 1 -p $$ >"$BATS_TEST_TMPDIR/good"
	plant() {
		sed "$1" "$BATS_TEST_TMPDIR/good" >"$out"
		run ! cmp -s "$out" "$BATS_TEST_TMPDIR/good"
	}
	plant 's/"pid":/"pie":/'
	refuted batch "pie"
	plant 's/\("threads":[0-9]*,"reserved":\)[0-9]*/\1"1"/'
	refuted batch "processes/0/reserved"
	plant 's/"nice":[-0-9]*/"nice":20/'
	refuted batch "processes/0/nice"
	plant 's/"time":[0-9]*\(,"state"\)/"time":0.05\1/'
	refuted batch "processes/0/time"
	plant 's/"cgroup":[^,]*/"cgroup":0/'
	refuted batch "processes/0/cgroup"
	plant 's/"oom":[0-9]*/"oom":-1/'
	refuted batch "processes/0/oom"
	plant 's/"oom":[0-9]*,//'
	holds batch
	refuted batch "it has the keys" --all-fields
	plant 's/"version":1/"version":2/'
	refuted batch "version"
	plant 's/"pid":[0-9]*/&,&/'
	refuted batch "there twice"
	plant 's/"command":"/&\xff/'
	refuted batch "can't decode"
	plant 's/"command":"/&\xc2\x9b/'
	refuted batch "is in it"
	plant 's/"shown":1/"shown":2/'
	refuted batch "are shown"
	plant p
	sed -i '2s/"clock_ns":[0-9]*/"clock_ns":1/; 2s/"sample":1/"sample":2/' "$out"
	refuted batch "no later"
	plant 's/.$//'
	refuted batch "document 1"
	: >"$out"
	refuted batch "no document"
}

@test "-b --json: samples of all there is, kernel threads and zombies too" {
	starts_zombie
	"$tamtop" -b --json -n 3 -d 0.1 >"$out"
	holds batch 3 --all-fields
	[ "$(told '[s["sample"] for s in samples]')" = '[1, 2, 3]' ]
	# nothing was before the first one
	[ "$(told 'all(p["touch"] is None and p["faults"] is None and
		p["cpu"] is None for p in samples[0]["processes"])')" = True ]
	[ "$(told "[p['touch'] for p in last['processes'] if p['pid'] == $$] != [None]")" = True ]
	[ "$(told "[(p['state'], p['reserved'], p['percent']) for p in
		last['processes'] if p['pid'] == $zombie]")" = "[('Z', 0, None)]" ]
	[ "$(told 'last["filter"]')" = None ]
}

@test "-b --json: whatever a process calls itself" {
	local hostile name

	hostile=($'two\nlines' $'tab\there' $'\x1b[2Jclear' 'a  b   ' '-' '?'
		'"quoted\"' $'bad\xff\xfe' $'nel\xc2\x85x' $'del\x7f'
		$'surrogate\xed\xa0\x80' $'cut\xe2\x82' "$(printf 'n%.0s' {1..3000})")
	for name in "${hostile[@]}"; do
		start_named "$name"
	done
	"$tamtop" -b --json -n 1 -p "$(of_all)" --sort pid >"$out"
	holds batch 1 --all-fields
	run -0 told '"|".join(p["command"] for p in last["processes"]).encode()'
	echo "$output"
	for name in 'tab\there 1000' '\x1b[2Jclear 1000' 'a  b    1000' \
		'|- 1000' '|? 1000' '"quoted\\" 1000' \
		'bad\xef\xbf\xbd\xef\xbf\xbd 1000' 'nel\xc2\x85x 1000' \
		'del\x7f 1000' \
		'surrogate\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd 1000' \
		'cut\xef\xbf\xbd\xef\xbf\xbd 1000' 'nnn 1000'; do
		[[ "$output" == *"$name"* ]]
	done
}

@test "-b --json: bytes as the kernel tells them" {
	local size swap

	start_named somebody
	"$tamtop" --source proc -b --json -n 1 -p "${pids[0]}" >"$out"
	size="$(awk '/^VmSize:/ { print 1024 * $2 }' "/proc/${pids[0]}/status")"
	swap="$(awk '/^VmSwap:/ { print 1024 * $2 }' "/proc/${pids[0]}/status")"
	[ "$(told 'last["processes"][0]["reserved"]')" = "$size" ]
	[ "$(told 'last["processes"][0]["swap"]')" = "$swap" ]
	[ "$(told 'last["system"]["memory"]')" = \
		"$((1024 * $(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)))" ]
	[ "$(told 'last["processes"][0]["user"]')" = "$(id -un)" ]
	[ "$(told 'last["source"]')" = proc ]
	[ "$(told 'abs(last["time"] - __import__("time").time()) < 600')" = True ]
}

@test "-b --json: --sort, --filter, -u, -p and operands" {
	start_named some-redis
	start_named 'other thing'
	"$tamtop" -b --json -n 1 -p "$(of_all)" --sort pid >"$out"
	[ "$(told '[p["pid"] for p in last["processes"]]')" = \
		"[${pids[0]}, ${pids[1]}]" ]
	"$tamtop" -b --json -n 1 -p "$(of_all)" --filter redis \
		-u "$(id -un)" >"$out"
	holds batch 1 --all-fields
	[ "$(told '[p["pid"] for p in last["processes"]]')" = "[${pids[0]}]" ]
	[ "$(told 'last["filter"]["expression"]')" = "user:$(id -un) redis" ]
	[ "$(told 'last["filter"]["reserved"] ==
		last["processes"][0]["reserved"]')" = True ]
	"$tamtop" -b --json -n 1 "${pids[1]}" >"$out"
	[ "$(told '[p["command"] for p in last["processes"]]')" = \
		"['other thing 1000']" ]
	"$tamtop" -b --json -n 1 -p "$(of_all)" --filter nobody >"$out"
	holds batch
	[ "$(told 'last["processes"]')" = '[]' ]
}

@test "-b --json --fields: exactly these, in that order, but for what is drawn" {
	local pid

	start_named somebody
	pid="${pids[0]}"
	renice -n 7 -p "$pid" >/dev/null
	"$tamtop" -b --json -n 2 -d 0.1 -p "$pid" \
		--fields command,last,nice,threads,pages,ppid,pid >"$out"
	holds batch 2
	[ "$(told 'last["processes"]')" = \
		"[{'command': 'somebody 1000', 'nice': 7, 'threads': 1, 'ppid': $$, 'pid': $pid}]" ]
	refused 2 "'last' is drawn on a screen" -b --json --fields last,pages
	# another key of it
	"$tamtop" -b --json -n 1 -p "$pid" --fields ni >"$out"
	[ "$(told 'last["processes"]')" = "[{'nice': 7}]" ]
}

@test "-b --json: what the kernel tells, in its own units" {
	local pid tick ticks time

	start_named somebody
	pid="${pids[0]}"
	tick=$((1000000000 / $(getconf CLK_TCK)))
	"$tamtop" --source proc -b --json -n 1 -p "$pid,$$" --sort pid \
		--fields pid,time,cgroup,shared >"$out"
	holds batch
	[ "$(told "[p['shared'] for p in last['processes'] if
		p['pid'] == $pid][0]")" = "$(awk '
		/^Rss(File|Shmem):/ { kb += $2 } END { print 1024 * kb }' \
		"/proc/$pid/status")" ]
	# this one works meanwhile
	time="$(told "[p['time'] for p in last['processes'] if p['pid'] == $$][0]")"
	ticks="$(sed 's/.*) //' "/proc/$$/stat" | awk '{ print $12 + $13 }')"
	[ $((time % tick)) -eq 0 ]
	[ "$time" -le $((ticks * tick)) ]
	grep -qF ":$(told "[p['cgroup'] for p in last['processes'] if
		p['pid'] == $pid][0]")" "/proc/$pid/cgroup"
}

@test "-b --json: pss only for who asks for it" {
	local pid ask

	start_named somebody
	pid="${pids[0]}"
	"$tamtop" -b --json -n 1 -p "$pid" >"$out"
	[ "$(told 'last["processes"][0]["pss"]')" = None ]
	for ask in '--fields pid,pss' '--sort pss' '--filter pss>0'; do
		# shellcheck disable=SC2086
		"$tamtop" -b --json -n 1 -p "$pid" $ask >"$out"
		holds batch
		[ "$(told 'last["processes"][0]["pss"] > 0')" = True ]
	done
}

@test "JSON of processes that are not ours to see" {
	[ "$(id -u)" -eq 0 ] || skip "only root can become another"
	cp "$tamtop" "$BATS_TEST_TMPDIR/top"
	chmod 755 "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/top"
	as_nobody() {
		setpriv --reuid 65534 --regid 65534 --clear-groups \
			--inh-caps=-all "$BATS_TEST_TMPDIR/top" "$@"
	}
	as_nobody --version || skip "nobody can't get there"
	as_nobody --source proc -b --json -n 2 -d 0.1 >"$out"
	holds batch 2 --all-fields
	[ "$(told "[p['zero'] for p in last['processes'] if p['pid'] == $$]")" = '[None]' ]
	run -1 as_nobody --timeline 1 --json $$
	[[ "$output" == "tamtop: the mappings of process $$ are not ours"* ]]
}

@test "--mappings and --pages: what they print is what the schema says" {
	local file="$BATS_TEST_TMPDIR/"$'odd "\n\x1b\xff\xc2\x9b name'

	head -c 10000 /dev/zero >"$file"
	start_named somebody
	starts_zombie
	"$tamtop" --mappings "${pids[0]}" --json >"$out"
	holds mappings 1 --whole
	"$tamtop" --pages "${pids[0]}" --json >"$out"
	holds pages 1 --whole
	refuted mappings runs --whole
	"$tamtop" --pages "${pids[0]}" --range 0-ffffffff --json >"$out"
	holds pages 1 --whole
	"$tamtop" --source proc --pages "$zombie" --json >"$out"
	holds pages 1 --whole
	# a library by that name
	cp /lib/x86_64-linux-gnu/libc.so.6 "$file"
	start env LD_PRELOAD="${file// /?}" sleep 1000
	/usr/bin/python3 -c 'import mmap, os, sys, time
file = os.open(os.fsencode(sys.argv[1]), os.O_RDONLY)
memory = mmap.mmap(file, 4096, prot=mmap.PROT_READ)
print(memory[0], flush=True)
time.sleep(1000)' "$file" >"$BATS_TEST_TMPDIR/ready" 3>&- &
	pids+=("$!")
	disown "$!"
	until [ -s "$BATS_TEST_TMPDIR/ready" ]; do
		sleep 0.05
	done
	"$tamtop" --mappings "${pids[-1]}" --json >"$out"
	holds mappings 1 --whole
	grep -q 'odd \\"' "$out"
}

@test "--timeline: a row at once, then one each delay, as long as it says" {
	start_named somebody
	"$tamtop" --timeline 0.4 -d 0.1 --json "${pids[0]}" >"$out"
	nr="$(wc -l <"$out")"
	# a busy machine makes it fewer
	[ "$nr" -ge 1 ]
	[ "$nr" -le 5 ]
	holds timeline "$nr"
	"$tamtop" --timeline 3600 -n 2 -d 0.1 --json somebody >"$out"
	holds timeline 2
	[ "$(told 'set(samples[0]["new"])')" = '{None}' ]
	[ "$(told 'None in samples[1]["new"]')" = False ]
	[ "$(told 'samples[0]["pid"]')" = "${pids[0]}" ]
	# the cells are all of the range
	[ "$(told 'sum(last["reserved"]) == int(last["end"], 16) - int(last["start"], 16)')" = True ]
	[ "$(told 'len(last["reserved"]) <= 64')" = True ]
	"$tamtop" --timeline 0 --json "${pids[0]}" >"$out"
	holds timeline 1
}

@test "--timeline: what a program touches, page after page" {
	local tamdemo="${O:-build}/demo/tamdemo" range=''

	# what a sanitizer maps is larger
	start "$tamdemo" linear --size 4M --rate 400 --loop --no-hold
	until [ -n "$range" ]; do
		kill -0 "${pids[0]}"
		range="$("$tamtop" --mappings "${pids[0]}" --json | tr -d '"' |
			sed -n 's/.*start:\(0x[^,]*\),end:\([^,]*\),.*reserved:4194304,.*/\1-\2/p')"
	done
	"$tamtop" --timeline 10 -d 0.1 -n 20 --json --range "$range" \
		"${pids[0]}" >"$out"
	holds timeline 20
	[ "$(told 'any(sum(s["new"]) > 0 for s in samples[1:])')" = True ]
	# from the first cell on
	[ "$(told 'all(s["written"][0] == 65536 for s in samples
		if sum(s["written"]) > 131072)')" = True ]
	"$tamtop" --timeline 10 -d 0.1 -n 3 --range "$range" "${pids[0]}" >"$out"
	cat "$out"
	[[ "$(head -n 1 "$out")" == "tamtop timeline  "*"  pid ${pids[0]}  "*" 4.0M, 64K a cell  "* ]]
	[ "$(sed -n 2p "$out" | xargs)" = "TIME TOUCHED % ZERO NEW CELLS" ]
	[ "$(sed -n '3,$p' "$out" | grep -cE '^ +[0-9.]+s +[0-9.<KM]+ +[0-9.<>]+ +0 +[0-9.?<KM]+ [#*+:.]{64}$')" -eq 3 ]
}

@test "--timeline --range: that part, of the mapping it is in" {
	local start end

	start_named somebody
	"$tamtop" --timeline 0 --json "${pids[0]}" >"$out"
	start="$(told 'int(last["start"], 16)')"
	end="$(printf '%x' $((start + 3 * 4096)))"
	start="$(printf '%x' $((start + 4096)))"
	"$tamtop" --timeline 1 -d 0.1 -n 2 --json --range "$start-$end" \
		"${pids[0]}" >"$out"
	holds timeline 2
	[ "$(told 'last["start"], last["end"], last["reserved"]')" = \
		"('0x$start', '0x$end', [4096, 4096])" ]
	run -4 "$tamtop" --timeline 1 --range 1000-2000 "${pids[0]}"
	[ "$output" = "tamtop: process ${pids[0]} has nothing mapped in that range" ]
}

@test "--timeline: options and operands that make no sense" {
	refused 2 "timeline 'x'" --timeline x $$
	refused 2 "goes with one process" --timeline 1
	refused 2 "goes with one process" --timeline 1 $$ 1
	refused 2 "or --timeline" --timeline 1 --pages $$
	refused 2 "--sort does not go with" --timeline 1 --sort pid $$
	refused 2 "--filter does not go with" --timeline 1 --filter x $$
	refused 2 "-p does not go with" --timeline 1 -p $$ -d 1 $$
	refused 2 "-b does not go with" --timeline 1 -b $$
	refused 2 "--view opens a view" --timeline 1 --view map $$
	refused 2 "--json goes with" --json
	refused 4 "there is no process" --timeline 1 4194303
	start_named twins
	start_named twins
	refused 2 "are several" --timeline 1 twins
}

@test "--timeline: a process that ends ends it: exit 4, and rows before" {
	local got=0

	start_named somebody
	"$tamtop" --timeline 3600 -d 0.1 --json "${pids[0]}" >"$out" \
		2>"$BATS_TEST_TMPDIR/err" 3>&- &
	until [ -s "$out" ]; do
		sleep 0.05
	done
	kill -KILL "${pids[0]}"
	wait $! || got=$?
	[ "$got" -eq 4 ]
	grep -q "^tamtop: process ${pids[0]} ended" "$BATS_TEST_TMPDIR/err"
	holds timeline "$(wc -l <"$out")"
}

@test "--timeline of what has no memory: a line, no row, exit 0" {
	starts_zombie
	run -0 --separate-stderr "$tamtop" --timeline 1 --json "$zombie"
	[ -z "$output" ]
	[[ "$stderr" == "tamtop: process $zombie is a kernel thread or a zombie"* ]]
}

@test "a reader who has had enough, a full disk, a signal" {
	local err="$BATS_TEST_TMPDIR/err" args got

	start_named somebody
	for args in '-b' '-b --json' "--timeline 3600 ${pids[0]}" \
		"--timeline 3600 --json ${pids[0]}"; do
		echo "$args"
		# shellcheck disable=SC2016
		run -0 bash -c '"$0" $1 -d 0.1 2>"$2" | head -c 100 >/dev/null
			exit "${PIPESTATUS[0]}"' "$tamtop" "$args" "$err"
		[ ! -s "$err" ]
		run -1 bash -c '"$0" $1 -n 1 >/dev/full' "$tamtop" "$args"
		[[ "$output" == "tamtop: can't write to standard output: No space"* ]]
		for signal in TERM INT; do
			: >"$out"
			# in the background SIGINT would be ignored
			# shellcheck disable=SC2086
			perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
				"$tamtop" $args -d 3600 >"$out" 3>&- &
			until [ -s "$out" ]; do
				sleep 0.05
			done
			kill -"$signal" $!
			got=0
			wait $! || got=$?
			[ "$got" -eq $((128 + $(kill -l "$signal"))) ]
		done
	done
}
