// SPDX-License-Identifier: GPL-2.0
/* Command lines and names: each told once, until it is another one. */
#include <string.h>

#include "base/alloc.h"
#include "data/recording_id.h"
#include "data/recording_section.h"

/* What begins a text: its kind, and of the rest what is said here. */
#define KIND_MASK	0x03
#define TEXT_SAME	0x04	/* as told before: nothing follows */
#define TEXT_FAILED	0x08
#define TEXT_THERE	0x10	/* its bytes follow */
#define TEXT_ARGUMENTS	0x20	/* first and second follow */

/* All of one sample together, in bytes: a few of a file stand for many. */
#define TEXTS_MAX	((size_t)128 << 20)

static size_t length(const struct sample_text *text)
{
	return text->text ? strlen(text->text) : 0;
}

/* What is there of a text that is told anew. */
static uint64_t flags_of(const struct sample_text *text)
{
	uint64_t flags = 0;

	if (text->failed)
		flags |= TEXT_FAILED;
	if (text->text)
		flags |= TEXT_THERE;
	if (text->first || text->second)
		flags |= TEXT_ARGUMENTS;
	return flags;
}

static bool is_same(const struct sample_text *a, const struct sample_text *b)
{
	if (a->failed != b->failed || a->uid != b->uid ||
	    a->first != b->first || a->second != b->second ||
	    !a->text != !b->text)
		return false;
	return !a->text || !strcmp(a->text, b->text);
}

static void put_news(struct rec_out *out, const struct sample_text *text)
{
	size_t len = length(text);

	if (text->kind != TEXT_USER)
		rec_put_number(out, text->uid);
	if (text->text) {
		rec_put_number(out, len);
		rec_put_bytes(out, text->text, len);
	}
	if (!text->first && !text->second)
		return;
	rec_put_number(out, text->first);
	rec_put_number(out, text->second);
	if (text->first > len || text->second > len)
		out->bad = true;
}

/* A user needs no process: whoever asked for the name. */
static void put_owner(struct rec_out *out, struct rec_ids *ids,
		      const struct sample_text *text)
{
	if (text->kind != TEXT_USER) {
		rec_put_id(out, ids, text->id);
		return;
	}
	rec_put_any_id(out, ids, text->id);
	rec_put_number(out, text->uid);
}

static void put_text(struct rec_out *out, const struct rec_state *state,
		     struct rec_ids *ids, const struct sample_text *text)
{
	const struct rec_fact *fact = rec_find_text(state, text);
	bool same = fact && is_same(text, &fact->text);
	uint64_t flags = same ? TEXT_SAME : flags_of(text);

	rec_put_number(out, flags | text->kind);
	put_owner(out, ids, text);
	if (!same)
		put_news(out, text);
}

void rec_put_texts(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	size_t i, sum = 0;

	for (i = 0; i < sample->nr_texts; i++) {
		put_text(out, state, &ids, &sample->texts[i]);
		sum += length(&sample->texts[i]);
	}
	if (sample->nr_texts > REC_RECORDS_MAX || sum > TEXTS_MAX)
		out->bad = true;
}

static void get_same(struct rec_in *in, const struct rec_state *state,
		     struct sample_text *text)
{
	const struct rec_fact *fact = rec_find_text(state, text);
	struct proc_id id = text->id;

	if (!fact) {
		rec_bad(in);
		return;
	}
	*text = fact->text;
	text->id = id;
	if (text->text)
		text->text = xstrdup(text->text);
}

static void get_bytes(struct rec_in *in, struct sample_text *text)
{
	uint64_t len = rec_get_number(in);
	const unsigned char *bytes = rec_get_bytes(in, len);

	if (!bytes)
		return;
	if (memchr(bytes, '\0', len)) {
		rec_bad(in);
		return;
	}
	text->text = xcalloc(len + 1, 1);
	memcpy(text->text, bytes, len);
}

static void get_news(struct rec_in *in, uint64_t flags,
		     struct sample_text *text)
{
	size_t len;

	text->failed = flags & TEXT_FAILED;
	if (text->kind != TEXT_USER)
		text->uid = (uid_t)rec_get_up_to(in, UINT32_MAX);
	if (flags & TEXT_THERE)
		get_bytes(in, text);
	if (!(flags & TEXT_ARGUMENTS))
		return;
	len = length(text);
	text->first = rec_get_up_to(in, len);
	text->second = rec_get_up_to(in, len);
}

static void get_owner(struct rec_in *in, struct rec_ids *ids,
		      struct sample_text *text)
{
	if (text->kind != TEXT_USER) {
		text->id = rec_get_id(in, ids);
		return;
	}
	text->id = rec_get_any_id(in, ids);
	text->uid = (uid_t)rec_get_up_to(in, UINT32_MAX);
}

static void get_text(struct rec_in *in, const struct rec_state *state,
		     struct rec_ids *ids, struct sample *sample)
{
	struct sample_text *text = sample_add_text(sample);
	uint64_t flags = rec_get_number(in);
	unsigned int kind = flags & KIND_MASK;

	if (kind > TEXT_CGROUP) {
		rec_bad(in);
		return;
	}
	text->kind = kind;
	get_owner(in, ids, text);
	if (in->bad)
		return;
	if (flags & TEXT_SAME)
		get_same(in, state, text);
	else
		get_news(in, flags, text);
}

void rec_get_texts(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	size_t sum = 0;

	while (rec_more(in)) {
		get_text(in, state, &ids, sample);
		sum += length(&sample->texts[sample->nr_texts - 1]);
		if (sample->nr_texts > REC_RECORDS_MAX || sum > TEXTS_MAX)
			rec_bad(in);
	}
}
