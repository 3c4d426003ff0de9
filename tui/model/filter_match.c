// SPDX-License-Identifier: GPL-2.0
/* Terms of a filter, held against a process; sums of those that pass. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "model/filter.h"
#include "model/model.h"

static enum filter_answer answer(bool known, bool holds)
{
	return !known ? FILTER_UNKNOWN : holds ? FILTER_YES : FILTER_NO;
}

static enum filter_answer has_blocks(const struct row *row)
{
	return answer(row->now.known & KNOWN_TAMALLOC, row->now.ta_reserved);
}

static enum filter_answer has_zeros(const struct row *row)
{
	struct value value = process_fields[FIELD_ZERO].value(row, NULL);

	return answer(value.state != VALUE_UNKNOWN, value.number);
}

static enum filter_answer is_swapped(const struct row *row)
{
	return answer(row->now.known & KNOWN_SWAP, row->now.swapped);
}

static enum filter_answer has_hugetlb(const struct row *row)
{
	return answer(row->now.known & KNOWN_HUGETLB, row->now.hugetlb);
}

static enum filter_answer is_growing(const struct row *row)
{
	return answer(row->rates.known, row->rates.touched > 0);
}

static enum filter_answer is_shrinking(const struct row *row)
{
	return answer(row->rates.known, row->rates.touched < 0);
}

static enum filter_answer has_ended(const struct row *row)
{
	return answer(true, row->now.flags & PROC_ZOMBIE);
}

static const struct kind {
	const char *name;
	enum filter_answer (*is)(const struct row *row);
	unsigned int needs;
} kinds[] = {
	{ "tamalloc", has_blocks, 0 },
	{ "zero", has_zeros, FILTER_NEEDS_ZEROS },
	{ "swapped", is_swapped, 0 },
	{ "hugetlb", has_hugetlb, 0 },
	{ "growing", is_growing, 0 },
	{ "shrinking", is_shrinking, 0 },
	{ "ended", has_ended, 0 },
};

unsigned int term_kind_of(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strlen(kinds[i].name) == len &&
		    !strncmp(kinds[i].name, name, len))
			return 1U << i;
	return 0;
}

void term_kind_names(char *buf, size_t size)
{
	size_t len = 0, i;

	for (i = 0; i < ARRAY_SIZE(kinds) && len < size; i++)
		len += (size_t)snprintf(buf + len, size - len, "%s%s",
					i ? ", " : "", kinds[i].name);
}

/* In brief, it is the end of the whole, but for a script. */
bool row_has_text(const struct row *row, const char *pattern)
{
	return text_find(row_command(row), pattern) ||
	       (row->script && text_find(row->script, pattern));
}

/* Until its command line has come, there may be more of it. */
static enum filter_answer match_text(const struct filter_term *term,
				     const struct row *row)
{
	if (row_has_text(row, term->text) ||
	    text_find(row->now.comm, term->text))
		return FILTER_YES;
	return answer(row->command_known, false);
}

/* Zeros before it mean nothing. */
static bool is_number(const char *word, size_t len, uint32_t number)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (word[i] < '0' || word[i] > '9' || value > UINT32_MAX)
			return false;
		value = 10 * value + (uint64_t)(word[i] - '0');
	}
	return len && value == number;
}

/* Is @word, @len bytes long, what is written of the user? */
static enum filter_answer match_user_word(const char *word, size_t len,
					  const struct row *row)
{
	if (is_number(word, len, row->now.uid))
		return FILTER_YES;
	if (!row->user)
		return FILTER_UNKNOWN;
	return answer(true, strlen(row->user) == len &&
				    !memcmp(row->user, word, len));
}

static enum filter_answer match_user(const struct filter_term *term,
				     const struct row *row)
{
	enum filter_answer found = FILTER_NO, one;
	const char *word = term->text;
	size_t len;

	if (!(row->now.known & KNOWN_TASK))
		return FILTER_UNKNOWN;
	for (; found != FILTER_YES && *word; word += len + (word[len] == ',')) {
		len = strcspn(word, ",");
		one = match_user_word(word, len, row);
		if (one != FILTER_NO)
			found = one;
	}
	return found;
}

static enum filter_answer match_pid(const struct filter_term *term,
				    const struct row *row)
{
	size_t i;

	for (i = 0; i < term->nr_pids; i++)
		if (term->pids[i] == row->now.id.pid)
			return FILTER_YES;
	return FILTER_NO;
}

static enum filter_answer match_cgroup(const struct filter_term *term,
				       const struct row *row)
{
	return answer(row->cgroup,
		      row->cgroup && text_find(row->cgroup, term->text));
}

static enum filter_answer match_state(const struct filter_term *term,
				      const struct row *row)
{
	return answer((row->now.known & KNOWN_RUN) && row->now.run_state,
		      row->now.run_state &&
			      strchr(term->text, row->now.run_state));
}

static enum filter_answer match_kind(const struct filter_term *term,
				     const struct row *row)
{
	enum filter_answer found = FILTER_NO, one;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds) && found != FILTER_YES; i++) {
		if (!(term->kinds & (1U << i)))
			continue;
		one = kinds[i].is(row);
		if (one != FILTER_NO)
			found = one;
	}
	return found;
}

/* "?" and "-" compare with nothing, nor does a part of nothing. */
static bool is_comparable(const struct filter_term *term,
			  const struct row *row, const struct value *value)
{
	if (value->state != VALUE_KNOWN && value->state != VALUE_OLD)
		return false;
	if (term->field->unit == UNIT_RATIO)
		return value->whole;
	return !term->amount.share ||
	       ((row->now.known & KNOWN_MM) && row->now.reserved);
}

static enum filter_answer match_number(const struct filter_term *term,
				       const struct row *row)
{
	struct value value = term->field->value(row, NULL);
	int order;

	if (!is_comparable(term, row, &value))
		return FILTER_UNKNOWN;
	order = amount_compare(&value, term->field->unit, &term->amount,
			       row->now.reserved);
	return answer(true, term->compare & (order < 0 ? COMPARE_LESS :
					     order > 0 ? COMPARE_MORE :
							 COMPARE_EQUAL));
}

static enum filter_answer match(const struct filter_term *term,
				const struct row *row)
{
	switch (term->kind) {
	case TERM_TEXT:
		return match_text(term, row);
	case TERM_USER:
		return match_user(term, row);
	case TERM_PID:
		return match_pid(term, row);
	case TERM_CGROUP:
		return match_cgroup(term, row);
	case TERM_STATE:
		return match_state(term, row);
	case TERM_KIND:
		return match_kind(term, row);
	case TERM_NUMBER:
		return match_number(term, row);
	}
	return FILTER_UNKNOWN;
}

enum filter_answer term_matches(const struct filter_term *term,
				const struct row *row)
{
	enum filter_answer found = match(term, row);

	if (!term->negated || found == FILTER_UNKNOWN)
		return found;
	return found == FILTER_YES ? FILTER_NO : FILTER_YES;
}

static unsigned int needs_of_kinds(unsigned int wanted)
{
	unsigned int needs = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (wanted & (1U << i))
			needs |= kinds[i].needs;
	return needs;
}

static unsigned int needs_of_field(const struct field *field)
{
	unsigned int needs = field->of_shown ? FILTER_NEEDS_FIELDS : 0;

	if (field == &process_fields[FIELD_ZERO] ||
	    field == &process_fields[FIELD_AGE])
		needs |= FILTER_NEEDS_ZEROS;
	if (field == &process_fields[FIELD_PSS])
		needs |= FILTER_NEEDS_PSS;
	return needs;
}

unsigned int term_needs(const struct filter_term *term)
{
	switch (term->kind) {
	case TERM_TEXT:
		return FILTER_NEEDS_COMMANDS |
		       needs_of_field(&process_fields[FIELD_COMMAND]);
	case TERM_USER:
		return FILTER_NEEDS_USERS |
		       needs_of_field(&process_fields[FIELD_USER]);
	case TERM_CGROUP:
		return FILTER_NEEDS_CGROUPS;
	case TERM_STATE:
		return needs_of_field(&process_fields[FIELD_STATE]);
	case TERM_KIND:
		return needs_of_kinds(term->kinds);
	case TERM_NUMBER:
		return needs_of_field(term->field);
	case TERM_PID:
		break;
	}
	return 0;
}
