// SPDX-License-Identifier: GPL-2.0
/* What the numbers of a process mean, in words: the facts, and the line. */
#include "base/text.h"
#include "model/sentence.h"
#include "view/process/meaning.h"

#define TEXT_MAX 192

static void take_counts(struct sentence_facts *facts,
			const struct page_counts *counts, bool tells_zero)
{
	if (!pages_touched_known(counts) || counts->in[PAGE_PRESENT])
		return;
	facts->known |= FACT_TOUCHED | FACT_SWAPPED;
	facts->touched = pages_touched(counts) * PAGE_BYTES;
	facts->swapped = pages_as(counts, PAGE_SWAPPED) * PAGE_BYTES;
	if (!tells_zero)
		return;
	facts->known |= FACT_ZERO | FACT_PARTS;
	facts->zero = pages_as(counts, PAGE_ZERO) * PAGE_BYTES;
	facts->huge = pages_as(counts, PAGE_HUGE) * PAGE_BYTES;
	facts->file = pages_as(counts, PAGE_FILE) * PAGE_BYTES;
}

/* The mapping that has most of the untouched. */
static void take_largest(struct sentence_facts *facts,
			 const struct process_view *process,
			 const struct target *target)
{
	const struct mapping *mapping =
		target_find(target, process->alive.largest_at);

	if (!process->alive.largest || !mapping)
		return;
	facts->known |= FACT_LARGEST;
	facts->largest = process->alive.largest;
	facts->largest_name = mapping_short_name(mapping);
}

static enum sentence_state state_of(const struct process_view *process)
{
	switch (model_target(process->model)->now.state) {
	case TARGET_DENIED:
		return SENTENCE_DENIED;
	case TARGET_NO_MEMORY:
		return process->row.now.flags & PROC_KTHREAD ?
			       SENTENCE_KTHREAD : SENTENCE_ENDED;
	case TARGET_GONE:
		return SENTENCE_GONE;
	default:
		return SENTENCE_ALIVE;
	}
}

static struct sentence_facts process_facts(const struct process_view *process)
{
	const struct target *target = model_target(process->model);
	const struct row *row = &process->row;
	struct sentence_facts facts = {
		.state = state_of(process),
		.promised = row->now.reserved,
		.touched = row_touched(row),
		.touch_rate = row->rates.touched,
		.zero_rate = process->alive.zero_rate,
	};

	facts.known |= row->now.known & KNOWN_MM ? FACT_PROMISED : 0;
	facts.known |= row_touched_known(row) ? FACT_TOUCHED : 0;
	facts.known |= row->rates.known ? FACT_TOUCH_RATE : 0;
	facts.known |= process->alive.zero_rate_known ? FACT_ZERO_RATE : 0;
	if (!process_has_table(target) || !target->all.all_counted ||
	    (target->now.has & TARGET_HAS_MORE))
		return facts;
	take_counts(&facts, &target->all.counts,
		    target->now.has & TARGET_TELLS_ZERO);
	take_largest(&facts, process, target);
	return facts;
}

static struct sentence_facts mapping_facts(const struct process_view *process,
					   const struct mapping *mapping)
{
	const struct target *target = model_target(process->model);
	const struct alive_mapping *alive =
		alive_find(&process->alive, mapping->start);
	struct sentence_facts facts = {
		.known = FACT_PROMISED,
		.promised = mapping_pages(mapping) * PAGE_BYTES,
	};

	if (mapping->counted)
		take_counts(&facts, &mapping->counts,
			    target->now.has & TARGET_TELLS_ZERO);
	if (alive && alive->rates_known) {
		facts.known |= FACT_TOUCH_RATE;
		facts.known |= facts.known & FACT_ZERO ? FACT_ZERO_RATE : 0;
		facts.touch_rate = alive->touch_rate;
		facts.zero_rate = alive->zero_rate;
	}
	return facts;
}

/* Is the selected mapping, not all of the process, what is to be looked at? */
static bool is_about_mapping(const struct process_view *process,
			     const struct mapping *mapping)
{
	const struct alive_mapping *alive;

	if (!mapping || state_of(process) != SENTENCE_ALIVE)
		return false;
	alive = alive_find(&process->alive, mapping->start);
	return process->chosen || mapping->kind == KIND_TAMALLOC ||
	       (alive && alive->score);
}

void meaning_draw(const struct process_view *process,
		  const struct process_layout *layout, struct screen *screen)
{
	const struct mapping *mapping = process_selected(process);
	struct sentence_facts facts;
	char text[TEXT_MAX];
	int x = 0;

	if (is_about_mapping(process, mapping)) {
		facts = mapping_facts(process, mapping);
		x = text_width(mapping_short_name(mapping)) + 2;
		sentence_make(&facts, layout->header_width - x, text,
			      sizeof(text));
		if (!*text)
			return;
		screen_text(screen, 0, layout->sentence_y, x - 2, ROLE_TAMALLOC,
			    mapping_short_name(mapping));
	} else {
		facts = process_facts(process);
		sentence_make(&facts, layout->header_width, text, sizeof(text));
	}
	screen_words(screen, x, layout->sentence_y, TO_EDGE, ROLE_NOTICE, text);
}
