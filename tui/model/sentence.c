// SPDX-License-Identifier: GPL-2.0
/* One line of English from the numbers of a process, or of a mapping. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/text.h"
#include "common/format.h"
#include "model/sentence.h"

#define NR_FORMS	3

/* Of a form: the largest part is half of the untouched, or it is less. */
#define FORM_MOST	0x10000
#define FORM_PART	0x20000

#define BASE (FACT_PROMISED | FACT_TOUCHED)

static bool is_denied(const struct sentence_facts *facts)
{
	return facts->state == SENTENCE_DENIED;
}

static bool is_kthread(const struct sentence_facts *facts)
{
	return facts->state == SENTENCE_KTHREAD;
}

static bool has_ended(const struct sentence_facts *facts)
{
	return facts->state == SENTENCE_ENDED;
}

static bool is_gone(const struct sentence_facts *facts)
{
	return facts->state == SENTENCE_GONE;
}

static bool is_shrinking(const struct sentence_facts *facts)
{
	return facts->touch_rate < 0;
}

static bool is_rewritten(const struct sentence_facts *facts)
{
	return facts->touch_rate > 0 && facts->zero_rate < 0;
}

static bool is_being_read(const struct sentence_facts *facts)
{
	return facts->zero && facts->zero_rate > 0 && !facts->touch_rate;
}

static bool is_only_read(const struct sentence_facts *facts)
{
	return facts->zero && !facts->touched;
}

static bool is_untouched(const struct sentence_facts *facts)
{
	return facts->promised && !facts->touched && !facts->zero;
}

static bool is_all_touched(const struct sentence_facts *facts)
{
	return facts->promised && facts->touched >= facts->promised;
}

static bool is_swapped(const struct sentence_facts *facts)
{
	return facts->swapped && facts->swapped >= facts->touched / 8;
}

static bool is_huge(const struct sentence_facts *facts)
{
	return facts->huge && facts->huge >= facts->touched / 2;
}

static bool is_file(const struct sentence_facts *facts)
{
	return facts->file && facts->file > facts->touched / 2;
}

static bool is_part_touched(const struct sentence_facts *facts)
{
	return facts->touched && facts->touched < facts->promised;
}

struct form {
	uint32_t needs;			/* FACT_*, FORM_* beyond the rule's */
	const char *text;		/* with words of the table below */
};

/* The first that holds, of which all is known, is said; forms fall in length. */
static const struct rule {
	uint32_t needs;
	bool (*holds)(const struct sentence_facts *facts);
	struct form forms[NR_FORMS];
} rules[] = {
	{ 0, is_denied, {
		{ BASE, "promised $P, given $T: its pages are not ours to see." },
		{ 0, "Its pages are not ours to see." },
		{ 0, "not ours to see" } } },
	{ 0, is_kthread, {
		{ 0, "A kernel thread: it has no memory of its own." },
		{ 0, "A kernel thread: no memory of its own." },
		{ 0, "a kernel thread" } } },
	{ 0, has_ended, {
		{ 0, "It has ended, and all it was given is given back." },
		{ 0, "It has ended: all is given back." },
		{ 0, "it has ended" } } },
	{ BASE, is_gone, {
		{ 0, "It is gone: promised $P, given $T at last, all given back." },
		{ 0, "gone: had $T of $P" } } },
	{ 0, is_gone, { { 0, "It is gone." } } },
	{ BASE | FACT_TOUCH_RATE, is_shrinking, {
		{ 0, "gives back $-/s: of $P promised, $T is still given." },
		{ 0, "gives back $-/s, keeps $T" } } },
	{ BASE | FACT_TOUCH_RATE | FACT_ZERO_RATE, is_rewritten, {
		{ 0, "writing: each page of zeros turns into one of its own, +$+/s." },
		{ 0, "pages of zeros become its own, +$+/s" } } },
	{ FACT_ZERO | FACT_TOUCH_RATE | FACT_ZERO_RATE, is_being_read, {
		{ 0, "read $Z: costs nothing, each page shows the same page of zeros." },
		{ 0, "read $Z: costs nothing, one zero page" },
		{ 0, "read $Z: costs nothing" } } },
	{ FACT_ZERO | FACT_TOUCHED, is_only_read, {
		{ 0, "read $Z: costs nothing, each page shows the same page of zeros." },
		{ 0, "read $Z: costs nothing, one zero page" },
		{ 0, "read $Z: costs nothing" } } },
	{ BASE | FACT_ZERO, is_untouched, {
		{ 0, "promised $P, given nothing: not one page is touched." },
		{ 0, "promised $P, given nothing" } } },
	{ BASE, is_all_touched, {
		{ 0, "promised $P, and given all of it: every page is touched." },
		{ 0, "promised $P, all given" } } },
	{ BASE | FACT_SWAPPED, is_swapped, {
		{ 0, "$S of $T is in swap: the next touch has to wait for it." },
		{ 0, "$S of $T is in swap" } } },
	{ BASE | FACT_PARTS, is_huge, {
		{ 0, "$H of $T is in huge pages: one touch gave 512 pages or more." },
		{ 0, "$H of $T is in huge pages" } } },
	{ BASE | FACT_PARTS, is_file, {
		{ 0, "promised $P, given $T: $F of it is files or shared memory." },
		{ 0, "given $T, $F of it files or shared" } } },
	{ BASE, is_part_touched, {
		{ FACT_ZERO | FACT_LARGEST | FORM_MOST,
		  "promised $P, given $T: $1. Untouched $U, most of it $N $L." },
		{ FACT_ZERO | FACT_LARGEST | FORM_PART,
		  "promised $P, given $T: $1. Untouched $U, the largest part $N $L." },
		{ 0, "promised $P, given $T: $1." } } },
	{ BASE, is_part_touched, { { 0, "given $T of $P" } } },
};

static uint64_t untouched(const struct sentence_facts *facts)
{
	uint64_t there = facts->touched + facts->zero;

	return there < facts->promised ? facts->promised - there : 0;
}

/* Of more than a third, one in so many is too coarse. */
static int tenths(uint64_t touched, uint64_t promised)
{
	int nearest = (int)(10.0 * (double)touched / (double)promised + 0.5);

	return nearest < 9 ? nearest : 9;
}

/* "1 page in 9", or "7 pages in 10": never all, never none. */
static void share_text(const struct sentence_facts *facts, char *buf,
		       size_t len)
{
	uint64_t touched = facts->touched, promised = facts->promised;
	int nearest = tenths(touched, promised);

	if (touched > promised / 3 && nearest != 5)
		snprintf(buf, len, "%d pages in 10", nearest);
	else
		snprintf(buf, len, "1 page in %" PRIu64,
			 (promised + touched / 2) / touched);
}

static uint64_t amount(const struct sentence_facts *facts, char word)
{
	switch (word) {
	case 'P':
		return facts->promised;
	case 'T':
		return facts->touched;
	case 'Z':
		return facts->zero;
	case 'S':
		return facts->swapped;
	case 'H':
		return facts->huge;
	case 'F':
		return facts->file;
	case 'U':
		return untouched(facts);
	case 'L':
		return facts->largest;
	case '-':
		return -(uint64_t)facts->touch_rate;
	default:
		return (uint64_t)facts->touch_rate;
	}
}

static void word_text(const struct sentence_facts *facts, char word, char *buf,
		      size_t len)
{
	if (word == 'N')
		snprintf(buf, len, "%s", facts->largest_name);
	else if (word == '1')
		share_text(facts, buf, len);
	else
		format_size(buf, len, amount(facts, word));
}

/* false: it takes more than @len bytes. */
static bool expand(const struct sentence_facts *facts, const char *text,
		   char *buf, size_t len)
{
	char word[SENTENCE_MAX];
	size_t used = 0;

	for (; *text && used < len; text++) {
		if (*text != '$') {
			word[0] = *text;
			word[1] = '\0';
		} else {
			word_text(facts, *++text, word, sizeof(word));
		}
		used += (size_t)snprintf(buf + used, len - used, "%s", word);
	}
	return used < len;
}

static uint32_t known_of(const struct sentence_facts *facts)
{
	uint32_t known = facts->known & (FORM_MOST - 1);

	if (!facts->largest_name || !facts->largest)
		return known & ~(uint32_t)FACT_LARGEST;
	if (facts->largest > untouched(facts) / 2)
		return known | FORM_MOST;
	return known | FORM_PART;
}

static bool say(const struct sentence_facts *facts, const struct rule *rule,
		int width, char *buf, size_t len)
{
	uint32_t known = known_of(facts);
	const struct form *form;
	size_t i;

	if ((known & rule->needs) != rule->needs || !rule->holds(facts))
		return false;
	for (i = 0; i < NR_FORMS && rule->forms[i].text; i++) {
		form = &rule->forms[i];
		if ((known & form->needs) == form->needs &&
		    expand(facts, form->text, buf, len) &&
		    text_width(buf) <= width)
			return true;
	}
	return false;
}

void sentence_make(const struct sentence_facts *facts, int width, char *buf,
		   size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		/* of a state there is no other sentence but its own */
		if (facts->state != SENTENCE_ALIVE &&
		    rules[i].needs & (FACT_TOUCH_RATE | FACT_ZERO))
			break;
		if (say(facts, &rules[i], width, buf, len))
			return;
	}
	buf[0] = '\0';
}
