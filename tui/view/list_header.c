// SPDX-License-Identifier: GPL-2.0
/* The lines above the list: memory promised against memory used, in total. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "common/clock.h"
#include "common/format.h"
#include "model/outlier.h"
#include "screen/page_cell.h"
#include "view/list_header.h"
#include "view/readout.h"

#define BAR_X READOUT_BAR_X
#define BAR_MIN 8		/* a shorter one tells nothing */
#define WIDE 100		/* from here on the text at the right is longer */
#define RIGHT_NARROW 19
#define RIGHT_WIDE 31
#define RIGHT_RATES 30		/* "touch +1023M/s  zero +1023M/s" */

int header_height(const struct totals *totals, int height)
{
	if (height >= 18)
		return totals_tell_tamalloc(totals) ? 4 : 3;
	return height >= 14 ? 2 : 1;
}

static int bar_width(const struct screen *screen)
{
	int right = screen->width >= WIDE ? RIGHT_WIDE : RIGHT_NARROW;
	int width = screen->width - BAR_X - 2 - right;

	return width >= BAR_MIN ? width : 0;
}

static void draw_right(struct screen *screen, int y, enum role role,
		       const char *text)
{
	int width = bar_width(screen);

	if (width)
		screen_text(screen, BAR_X + width + 2, y, TO_EDGE, role, text);
}

/* "Reserved  10.5G  touched   446M   4.2  ▒·······" */
static void draw_line(struct screen *screen, int y, const char *promised,
		      const char *used, const struct page_counts *counts,
		      bool total_known, bool used_known)
{
	const struct readout_sizes sizes = {
		.promised_word = promised, .used_word = used,
		.promised_known = total_known, .used_known = used_known,
		.promised = counts->total, .used = pages_touched(counts),
	};

	readout_sizes(screen, y, &sizes);
	if (total_known && used_known)
		page_bar(screen, BAR_X, y, bar_width(screen), counts);
}

static void draw_memory(const struct totals *totals, struct screen *screen,
			int y)
{
	const struct sys_stat *sys = &totals->sys;
	bool known = sys->known & KNOWN_MEMORY;
	struct page_counts counts = {
		.total = sys->mem_total, .in[PAGE_WRITTEN] = sys->mem_used,
	};
	char used[FORMAT_MAX], total[FORMAT_MAX], text[64];

	draw_line(screen, y, "Memory", "used", &counts, known, known);
	if (!known)
		return;
	format_size(used, sizeof(used), sys->swap_used);
	format_size(total, sizeof(total), sys->swap_total);
	if (sys->swap_total)
		snprintf(text, sizeof(text), "swap %s of %s", used, total);
	else
		text[0] = '\0';
	draw_right(screen, y, ROLE_TEXT, text);
}

/* Is there an age to tell? Less than a second is none. */
static bool is_old(const struct totals *totals)
{
	return totals->pages_known && totals->pages_age_ns >= NSEC_PER_SEC;
}

/* " (14s)", " counted 14s ago"; of the oldest count in the sum */
static void age_text(const struct totals *totals, bool wide, char *buf,
		     size_t len)
{
	char age[FORMAT_MAX];

	format_age(age, sizeof(age), totals->pages_age_ns);
	snprintf(buf, len, wide ? "  counted %s ago" : " (%s)", age);
}

/*
 * "zero 95.6M   untouched 9.9G", as far as known, new, and as it fits; of zero
 * nothing where it never will be known
 */
static void draw_rest(const struct totals *totals, struct screen *screen,
		      int y, const struct page_counts *counts)
{
	bool zero_known = totals->pages_known;
	bool wide = screen->width >= WIDE;
	char zero[FORMAT_MAX] = "?", rest[FORMAT_MAX], more[40] = "", text[80];
	uint64_t used = pages_touched(counts) + counts->in[PAGE_ZERO];

	if (zero_known)
		format_size(zero, sizeof(zero), counts->in[PAGE_ZERO]);
	format_size(rest, sizeof(rest),
		    used < counts->total ? counts->total - used : 0);
	if (is_old(totals))
		age_text(totals, wide, more, sizeof(more));
	else if (wide && zero_known)
		snprintf(more, sizeof(more), "   untouched %s", rest);
	if (totals->ta_known)
		snprintf(text, sizeof(text), "zero %s%s", zero, more);
	else
		snprintf(text, sizeof(text), "untouched %s", rest);
	draw_right(screen, y,
		   totals->pages_fresh || !totals->ta_known ? ROLE_TEXT :
							      ROLE_DIM,
		   text);
}

/* What the others have, where there is room for all of it. */
static void add_rest(char *text, size_t size, int room,
		     const struct totals *totals)
{
	size_t len = strlen(text);
	char rest[FORMAT_MAX];

	format_size(rest, sizeof(rest),
		    totals->sys.reserved - totals->outlier.reserved);
	snprintf(text + len, size - len, "  rest %s", rest);
	if (text_width(text) > room)
		text[len] = '\0';
}

/*
 * "Reserved   125T  touched   1.2G  <0.1  124T of it asan-test  rest 10.2G": a
 * bar of that would show nothing; on a narrow screen nor does the percentage.
 */
static void draw_outlier(const struct totals *totals, struct screen *screen,
			 int y)
{
	const struct readout_sizes sizes = {
		.promised_word = "Reserved", .used_word = "touched",
		.promised_known = true, .used_known = totals->touched_known,
		.promised = totals->sys.reserved, .used = totals->touched,
	};
	bool wide = bar_width(screen);
	int x = wide ? BAR_X : READOUT_SECOND_X;
	char text[96];

	outlier_text(&totals->outlier, text, sizeof(text));
	if (wide)
		readout_sizes(screen, y, &sizes);
	else
		readout_size(screen, y, sizes.promised_word, true,
			     sizes.promised);
	add_rest(text, sizeof(text), screen->width - x, totals);
	screen_words(screen, x, y, TO_EDGE, ROLE_TEXT, text);
}

static void draw_reserved(const struct totals *totals, struct screen *screen,
			  int y)
{
	bool known = totals->sys.known & KNOWN_TOTALS;
	struct page_counts counts = {
		.total = totals->sys.reserved,
		.in[PAGE_WRITTEN] = totals->touched,
		.in[PAGE_ZERO] = totals->ta_zero,
	};

	if (totals->outlier.nr) {
		draw_outlier(totals, screen, y);
		return;
	}
	draw_line(screen, y, "Reserved", "touched", &counts, known,
		  totals->touched_known);
	if (known)
		draw_rest(totals, screen, y, &counts);
}

static void draw_tamalloc(const struct totals *totals, struct screen *screen,
			  int y)
{
	struct page_counts counts = {
		.total = totals->ta_reserved,
		.in[PAGE_WRITTEN] = totals->ta_written,
		.in[PAGE_SWAPPED] = totals->ta_swapped,
		.in[PAGE_ZERO] = totals->ta_zero,
	};
	bool known = totals->ta_known;

	draw_line(screen, y, "Tamalloc", "touched", &counts, known,
		  known && totals->pages_known);
	if (known)
		draw_rest(totals, screen, y, &counts);
}

/* Behind the rates, on a wide screen: what the mark has to tell comes first. */
static void draw_zero_rate(const struct totals *totals, struct screen *screen,
			   int x, int y)
{
	if (totals->since_known && screen->width >= WIDE) {
		x += screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, "  since ");
		readout_delta(screen, x, y, totals->since_touched, "");
	} else if (totals->zero_rate_known) {
		x += screen_text(screen, x, y, TO_EDGE, ROLE_TEXT, "  zero ");
		readout_zero_rate(screen, x, y, totals->zero_rate);
	}
}

/* Where there may be two rates, the graph makes room for the second one. */
static void draw_faults(const struct totals *totals, struct screen *screen,
			int y)
{
	const struct rates *rates = &totals->rates;
	int width = bar_width(screen), x;

	readout_faults(screen, y, rates, rates->faults_known);
	if (!width)
		return;
	if (totals->ta_reserved && screen->width < WIDE)
		width -= RIGHT_RATES - RIGHT_NARROW;
	if (width > 0)
		sparkline(screen, BAR_X, y, width, totals->faults,
			  totals->nr_faults);
	x = BAR_X + (width > 0 ? width + 2 : 0);
	x += readout_touch_rate(screen, x, y, rates);
	draw_zero_rate(totals, screen, x, y);
}

/* A low screen keeps what matters most, in the usual order. */
void header_draw(const struct totals *totals, struct screen *screen, int y)
{
	int nr = header_height(totals, screen->height);
	bool tamalloc = totals_tell_tamalloc(totals);

	if (nr > 2)
		draw_memory(totals, screen, y++);
	draw_reserved(totals, screen, y++);
	if (nr > 1 && tamalloc)
		draw_tamalloc(totals, screen, y++);
	if (nr > 2 || (nr > 1 && !tamalloc))
		draw_faults(totals, screen, y);
}

void header_draw_sum(const struct row *sum, struct screen *screen, int y)
{
	const struct page_counts counts = {
		.total = sum->now.reserved, .in[PAGE_WRITTEN] = row_touched(sum),
	};
	int width = bar_width(screen), x;

	for (x = 0; x < screen->width; x++)
		screen_put(screen, x, y, ' ', ROLE_TEXT);
	draw_line(screen, y, "Shown", "touched", &counts,
		  sum->now.known & KNOWN_MM, row_touched_known(sum));
	if (width)
		readout_touch_rate(screen, BAR_X + width + 2, y, &sum->rates);
}
