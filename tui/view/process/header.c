// SPDX-License-Identifier: GPL-2.0
/* The lines above the mappings: who it is, and promised against touched. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "screen/page_cell.h"
#include "view/process/header.h"
#include "view/readout.h"

#define BAR_X READOUT_BAR_X
#define BAR_MIN 8		/* a shorter one tells nothing */
#define RIGHT 19		/* "zero 1023M +1023M/s" */
#define TEXT_MAX 256
#define COMMAND_X 9

int process_header_height(int height)
{
	if (height >= 20)
		return PROCESS_HEADER_MAX;
	return height >= 14 ? 3 : 1;
}

static int bar_width(const struct process_header *header)
{
	int width = header->width - BAR_X - 2 - RIGHT;

	return width >= BAR_MIN ? width : 0;
}

static bool has_no_memory(const struct target *target)
{
	return target->now.state == TARGET_NO_MEMORY;
}

/* Of all mappings; a kernel thread or a zombie has none, whatever was. */
static const struct page_counts *sums(const struct process_header *header)
{
	static const struct page_counts none;

	return has_no_memory(header->target) ? &none :
					       &header->target->all.counts;
}

/* Are the sums, so the parts of touched, known? */
static bool parts_known(const struct process_header *header)
{
	const struct target *target = header->target;

	if (target->now.has & TARGET_HAS_MORE)
		return false;
	return has_no_memory(target) ||
	       (target->mappings_known && target->all.all_counted &&
		(target->now.state == TARGET_OK ||
		 target->now.state == TARGET_GONE ||
		 target->now.state == TARGET_FAILED));
}

static bool zero_known(const struct process_header *header)
{
	const struct target *target = header->target;

	return has_no_memory(target) ||
	       (parts_known(header) && (target->now.has & TARGET_TELLS_ZERO));
}

void process_header_pss(const struct process_header *header, char *buf,
			size_t len)
{
	const struct sample_target *now = &header->target->now;
	char pss[FORMAT_MAX], uss[FORMAT_MAX], cost[FORMAT_MAX];

	buf[0] = '\0';
	if (header->pss == PSS_ASKED)
		snprintf(buf, len, "PSS ...");
	if (header->pss != PSS_KNOWN)
		return;
	format_size(pss, sizeof(pss), now->pss);
	format_size(uss, sizeof(uss), now->uss);
	format_cost(cost, sizeof(cost), now->pss_cost_ns);
	snprintf(buf, len, "PSS %s  USS %s  took %s", pss, uss, cost);
}

/* The command makes room for what a key has asked for. */
static void draw_command(const struct process_header *header,
			 struct screen *screen, int y)
{
	const struct row *row = header->row;
	int end = header->width;
	char pss[TEXT_MAX];

	process_header_pss(header, pss, sizeof(pss));
	if (*pss) {
		end -= text_width(pss);
		screen_text(screen, end, y, TO_EDGE, ROLE_NOTICE, pss);
		end -= 2;
	}
	if (end < COMMAND_X)
		return;
	screen_text(screen, 0, y, TO_EDGE, ROLE_TEXT, "Command");
	screen_text(screen, COMMAND_X, y, end - COMMAND_X, ROLE_TEXT,
		    row->command ? row->command : row->now.comm);
}

/* The words of /proc/PID/status. */
static const char *state_word(char state)
{
	static const struct {
		char state;
		const char *word;
	} words[] = {
		{ 'R', "running" }, { 'S', "sleeping" }, { 'D', "disk sleep" },
		{ 'T', "stopped" }, { 't', "traced" }, { 'Z', "zombie" },
		{ 'X', "dead" }, { 'I', "idle" }, { 'P', "parked" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].state == state)
			return words[i].word;
	return "?";
}

/* "ada   parent 240 tamtop   state R running   threads 1   oom 693" */
static void draw_who(const struct process_header *header,
		     struct screen *screen, int y)
{
	const struct sample_target *now = &header->target->now;
	const struct row *row = header->row;
	char who[TEXT_MAX] = "parent ?   state ?   threads ?";
	char oom[FORMAT_MAX] = "?", text[2 * TEXT_MAX];

	if (now->has & TARGET_HAS_WHO)
		snprintf(who, sizeof(who),
			 "parent %d%s%s   state %c %s   threads %u",
			 (int)now->ppid, *header->parent ? " " : "",
			 header->parent, now->run_state,
			 state_word(now->run_state), now->nr_threads);
	if (row->now.known & KNOWN_OOM)
		snprintf(oom, sizeof(oom), "%u", row->now.oom_score);
	snprintf(text, sizeof(text), "%s   %s   oom %s",
		 row->user ? row->user : "?", who, oom);
	screen_text(screen, 0, y, TO_EDGE, ROLE_TEXT, "Who");
	screen_words(screen, 9, y, header->width - 9, ROLE_TEXT, text);
}

/* As pages sorted, in bytes: by state, if that is known. */
static struct page_counts reserved_counts(const struct process_header *header)
{
	struct page_counts counts = {
		.in[PAGE_WRITTEN] = row_touched(header->row) / PAGE_BYTES,
	};

	if (parts_known(header) && !sums(header)->in[PAGE_PRESENT] &&
	    pages_touched_known(sums(header)))
		counts = *sums(header);
	if (!zero_known(header)) {
		counts.in[PAGE_ZERO] = 0;
		counts.in[PAGE_HUGE_ZERO] = 0;
	}
	counts.total = header->row->now.reserved / PAGE_BYTES;
	return counts;
}

/* "zero 32.0M +1.0M/s": above the rate of what is touched */
static void draw_zero(const struct process_header *header,
		      struct screen *screen, int x, int y)
{
	char zero[FORMAT_MAX] = "?", text[TEXT_MAX];

	if (zero_known(header))
		format_size(zero, sizeof(zero),
			    pages_as(sums(header), PAGE_ZERO) * PAGE_BYTES);
	snprintf(text, sizeof(text), "zero %s", zero);
	x += screen_words(screen, x, y, TO_EDGE, ROLE_TEXT, text);
	if (header->zero_rate_known && header->zero_rate)
		readout_zero_rate(screen, x + 1, y, header->zero_rate);
}

/* "Reserved   1.0G  touched  97.8M   9.5  █░·······  zero 32.0M" */
static void draw_reserved(const struct process_header *header,
			  struct screen *screen, int y)
{
	const struct row *row = header->row;
	struct page_counts counts = reserved_counts(header);
	const struct readout_sizes sizes = {
		.promised_word = "Reserved", .used_word = "touched",
		.promised_known = row->now.known & KNOWN_MM,
		.used_known = row_touched_known(row),
		.promised = row->now.reserved, .used = row_touched(row),
	};
	int width = bar_width(header);

	readout_sizes(screen, y, &sizes);
	if (!width)
		return;
	if (sizes.used_known)
		page_bar(screen, BAR_X, y, width, &counts);
	draw_zero(header, screen, BAR_X + width + 2, y);
}

/* The change since the mark, right beside the value; returns its columns. */
static int draw_since(const struct row *row, struct screen *screen, int x,
		      int y)
{
	if (!row->since_known)
		return 0;
	if (!row->since_touched)
		return 1 + screen_text(screen, x + 1, y, TO_EDGE, ROLE_TEXT, "+0");
	return 1 + readout_delta(screen, x + 1, y, row->since_touched, "");
}

/* Of a state that is touched; false: not known. */
static bool part_of_touched(const struct process_header *header,
			    enum page_state state, uint64_t *bytes)
{
	const struct page_counts *counts = sums(header);
	const struct proc *now = &header->row->now;

	*bytes = pages_as(counts, state) * PAGE_BYTES;
	if (parts_known(header))
		return page_state_known(counts, state, zero_known(header));
	/* not counted yet; but of swap the kernel keeps count */
	*bytes = now->swapped;
	return state == PAGE_SWAPPED && (now->known & KNOWN_SWAP);
}

/* "= written 96.6M + huge 0 + swapped 0 + file 1.2M" */
static void parts_text(const struct process_header *header, char *buf,
		       size_t len)
{
	enum page_state state;
	char size[FORMAT_MAX];
	size_t used = 0;
	uint64_t bytes;

	for (state = 0; state < NR_PAGE_STATES && used < len; state++) {
		if (!page_states[state].touched ||
		    page_states[state].as != state)
			continue;
		snprintf(size, sizeof(size), "?");
		if (part_of_touched(header, state, &bytes))
			format_size(size, sizeof(size), bytes);
		used += (size_t)snprintf(buf + used, len - used, "%s %s %s",
					 used ? " +" : "=",
					 page_states[state].word, size);
	}
}

/* "Touched   97.8M  = written 96.6M + ..." */
static void draw_touched(const struct process_header *header,
			 struct screen *screen, int y)
{
	const struct page_counts *counts = sums(header);
	const struct row *row = header->row;
	bool sure = parts_known(header) && !counts->in[PAGE_PRESENT] &&
		    pages_touched_known(counts);
	/* the parts add up: they are of the same count */
	uint64_t touched = sure ? pages_touched(counts) * PAGE_BYTES :
				  row_touched(row);
	char text[TEXT_MAX];
	int x = 15;

	parts_text(header, text, sizeof(text));
	readout_size(screen, y, "Touched", sure || row_touched_known(row),
		     touched);
	x += draw_since(row, screen, x, y);
	screen_words(screen, x + 2, y, header->width - x - 2, ROLE_TEXT, text);
}

static void draw_faults(const struct process_header *header,
			struct screen *screen, int y)
{
	const struct rates *rates = &header->row->rates;
	int width = bar_width(header);

	readout_faults(screen, y, rates, rates->faults_known);
	if (!width)
		return;
	sparkline(screen, BAR_X, y, width, header->growth, header->nr_growth);
	readout_touch_rate(screen, BAR_X + width + 2, y, rates);
}

void process_header_draw(const struct process_header *header, int nr,
			 struct screen *screen, int y)
{
	if (nr > 1)
		draw_command(header, screen, y++);
	if (nr == PROCESS_HEADER_MAX)
		draw_who(header, screen, y++);
	draw_reserved(header, screen, y++);
	if (nr > 1)
		draw_touched(header, screen, y++);
	if (nr == PROCESS_HEADER_MAX)
		draw_faults(header, screen, y);
}
