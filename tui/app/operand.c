// SPDX-License-Identifier: GPL-2.0
/* Who is meant by the operands: processes, by number or by name. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/operand.h"
#include "base/alloc.h"
#include "base/parse.h"
#include "data/demand.h"
#include "model/name_match.h"
#include "source/absent.h"

/* How a process is meant; a number says more than a name. */
enum meant {
	MEANT_NOT,
	MEANT_BY_NAME,
	MEANT_BY_PID,
};

/* What is known of the processes while names are looked for. */
struct search {
	const struct source_ops *ops;	/* NULL: they are of a recording */
	const struct sample *list, *texts;
	pid_t self;			/* tamtop: who looks, or who recorded */
	/* of a recording, for each operand: is there any who is called so? */
	bool *has_whole;
	struct called *called;		/* of each of the list */
	bool *read;			/* likewise: its command line, or none */
	bool *ours;			/* likewise: tamtop, or who started it */
	enum meant *meant;		/* likewise */
	size_t nr_unread;		/* command lines that can't be read, or
					 * were never recorded
					 */
	char *why;
	size_t len;
};

static int compare_pid(const void *key, const void *element)
{
	pid_t a = *(const pid_t *)key;
	pid_t b = ((const struct proc *)element)->id.pid;

	return (a > b) - (a < b);
}

/* Its place in the list, or nr_procs. */
static size_t place_of(const struct search *search, pid_t pid)
{
	const struct sample *list = search->list;
	const struct proc *proc = NULL;

	if (list->nr_procs)
		proc = bsearch(&pid, list->procs, list->nr_procs,
			       sizeof(*proc), compare_pid);
	return proc ? (size_t)(proc - list->procs) : list->nr_procs;
}

static void mean(struct search *search, size_t i, enum meant meant)
{
	if (search->meant[i] < meant)
		search->meant[i] = meant;
}

static enum status tell_absent(const struct search *search, pid_t pid)
{
	if (search->ops)
		return source_absent(search->ops, pid, search->why,
				     search->len);
	snprintf(search->why, search->len,
		 "%d: the recording has no such process; see tamtop -b --replay FILE",
		 (int)pid);
	return ST_GONE;
}

static enum status find_pid(struct search *search, pid_t pid)
{
	size_t i = place_of(search, pid);

	if (i == search->list->nr_procs)
		return tell_absent(search, pid);
	mean(search, i, MEANT_BY_PID);
	return ST_OK;
}

/* A kernel thread has no command line: a part of its name is no match. */
static bool is_called(const struct search *search, size_t i, const char *name,
		      enum name_match least)
{
	bool by_part = !(search->list->procs[i].flags & PROC_KTHREAD) &&
		       !search->ours[i];
	enum name_match match = name_match(name, &search->called[i]);

	return match >= least && (match == NAME_WHOLE || by_part);
}

static bool add_called(struct search *search, const char *name,
		       enum name_match least)
{
	bool any = false;
	size_t i;

	for (i = 0; i < search->list->nr_procs; i++) {
		if (!is_called(search, i, name, least))
			continue;
		mean(search, i, MEANT_BY_NAME);
		any = true;
	}
	return any;
}

static enum status tell_not_recorded(const struct search *search,
				     const char *name)
{
	if (search->nr_unread) {
		snprintf(search->why, search->len,
			 "%s: not found, but %zu command line%s not recorded; see tamtop -b --replay FILE",
			 name, search->nr_unread,
			 search->nr_unread == 1 ? " was" : "s were");
		return ST_SYSTEM;
	}
	snprintf(search->why, search->len,
		 "%s: the recording has no process of that name; see tamtop -b --replay FILE",
		 name);
	return ST_GONE;
}

/* Only where all could be seen, there is none. */
static enum status tell_not_found(const struct search *search,
				  const char *name)
{
	const char *hides;

	if (!search->ops)
		return tell_not_recorded(search, name);
	hides = source_hiding(search->ops);
	if (search->nr_unread) {
		snprintf(search->why, search->len,
			 "%s: not found, but %zu command lines can't be read: %s",
			 name, search->nr_unread,
			 strerror(search->texts->texts_error));
		return ST_SYSTEM;
	}
	if (search->list->sys.others_hidden || search->list->sys.nr_denied) {
		snprintf(search->why, search->len,
			 "%s: no process that is ours to see has that name%s%s; run tamtop as root",
			 name, hides ? ": " : "", hides ? hides : "");
		return ST_SYSTEM;
	}
	snprintf(search->why, search->len,
		 "%s: no process has that name; see tamtop -b", name);
	return ST_GONE;
}

/* The operand @i; of a recording only who is called so counts if ever one is. */
static enum status find_name(struct search *search, const char *name, size_t i)
{
	if (add_called(search, name, NAME_WHOLE))
		return ST_OK;
	if (!(search->has_whole && search->has_whole[i]) &&
	    add_called(search, name, NAME_PART))
		return ST_OK;
	return tell_not_found(search, name);
}

static void mark_ours(struct search *search)
{
	size_t nr = search->list->nr_procs, i = place_of(search, search->self);

	while (i < nr && !search->ours[i]) {
		search->ours[i] = true;
		i = place_of(search, search->list->procs[i].ppid);
	}
}

static void take_text(struct search *search, const struct sample_text *text)
{
	size_t i = place_of(search, text->id.pid);

	if (text->kind != TEXT_COMMAND || i == search->list->nr_procs)
		return;
	search->read[i] = true;
	search->called[i].command = text->text;
	search->called[i].first = text->first;
}

static enum status read_names(struct search *search, struct source *source,
			      struct sample *texts)
{
	struct demand demand = { 0 };
	const struct proc *proc;
	enum status st;
	size_t i;

	for (i = 0; i < search->list->nr_procs; i++) {
		proc = &search->list->procs[i];
		if (!(proc->flags & PROC_KTHREAD))
			demand_text(&demand, TEXT_COMMAND, proc->id, proc->uid);
	}
	st = source->ops->sample(source, &demand, texts);
	if (st == ST_OK && texts->texts_error)
		search->nr_unread = demand.nr_texts - texts->nr_texts;
	demand_release(&demand);
	return st;
}

static void count_unread(struct search *search)
{
	const struct sample *list = search->list;
	size_t i;

	search->nr_unread = 0;
	for (i = 0; i < list->nr_procs; i++)
		if (!search->read[i] &&
		    !(list->procs[i].flags & (PROC_KTHREAD | PROC_ZOMBIE)))
			search->nr_unread++;
}

/* All of the list and the texts is there. */
static void begin(struct search *search)
{
	size_t nr = search->list->nr_procs, i;

	search->called = xcalloc(nr, sizeof(*search->called));
	search->read = xcalloc(nr, sizeof(*search->read));
	search->ours = xcalloc(nr, sizeof(*search->ours));
	search->meant = xcalloc(nr, sizeof(*search->meant));
	for (i = 0; i < nr; i++)
		search->called[i].comm = search->list->procs[i].comm;
	for (i = 0; i < search->texts->nr_texts; i++)
		take_text(search, &search->texts->texts[i]);
	mark_ours(search);
	if (!search->ops)
		count_unread(search);
}

static void end(struct search *search)
{
	free(search->called);
	free(search->read);
	free(search->ours);
	free(search->meant);
}

static bool has_names(const char *const *texts, size_t nr)
{
	pid_t pid;
	size_t i;

	for (i = 0; i < nr; i++)
		if (!parse_pid(texts[i], &pid))
			return true;
	return false;
}

static enum status find_all(struct search *search, const char *const *texts,
			    size_t nr)
{
	enum status st = ST_OK;
	pid_t pid;
	size_t i;

	for (i = 0; i < nr && st == ST_OK; i++)
		st = parse_pid(texts[i], &pid) ? find_pid(search, pid) :
						 find_name(search, texts[i], i);
	return st;
}

/* The list rises by pid, and so do they. */
static void collect(const struct search *search, struct operand_found *found)
{
	struct proc_id *id;
	size_t i;

	found->ids = xcalloc(search->list->nr_procs, sizeof(*found->ids));
	for (i = 0; i < search->list->nr_procs; i++) {
		if (search->meant[i] == MEANT_NOT)
			continue;
		id = &found->ids[found->nr++];
		*id = search->list->procs[i].id;
		if (search->meant[i] == MEANT_BY_PID)
			id->start_ns = 0;
	}
}

/* Of what was read; @found is filled in where all are there. */
static enum status find(struct search *search, const char *const *texts,
			size_t nr, struct operand_found *found)
{
	enum status st;

	begin(search);
	st = find_all(search, texts, nr);
	if (st == ST_OK)
		collect(search, found);
	end(search);
	return st;
}

static enum status read_all(struct search *search, struct source *source,
			    bool names, struct sample *list,
			    struct sample *texts)
{
	const struct demand demand = { .list = true };
	enum status st = source->ops->sample(source, &demand, list);

	return st == ST_OK && names ? read_names(search, source, texts) : st;
}

enum status operand_find(const struct source_ops *ops,
			 const char *const *texts, size_t nr,
			 struct operand_found *found, char *why, size_t len)
{
	static const atomic_bool never;
	struct sample list = { 0 }, called = { 0 };
	struct search search = {
		.ops = ops, .list = &list, .texts = &called,
		.self = getpid(), .why = why, .len = len,
	};
	struct source *source = ops->open(&never);
	enum status st = source ? read_all(&search, source,
					   has_names(texts, nr), &list,
					   &called) :
				  ST_SYSTEM;

	if (st == ST_OK)
		st = find(&search, texts, nr, found);
	else
		snprintf(why, len, "sample from %s: %s", ops->name,
			 strerror(errno));
	if (source)
		ops->close(source);
	sample_release(&list);
	sample_release(&called);
	return st;
}

/* Up to where the next list begins; false: there is none. */
static bool play_a_list(struct replay *replay)
{
	static const struct demand nothing;
	const struct recording_reader *reader = replay_reader(replay);
	size_t i = recording_position(reader);
	bool any = false;

	while (i < recording_nr(reader)) {
		if (recording_frame(reader, i)->sections & SECTION_LIST) {
			if (any)
				break;
			any = true;
		}
		if (!replay_next(replay, &nothing, &nothing))
			break;
		i = recording_position(reader);
	}
	return any;
}

/* The next list of the recording is what is searched; false: there is none. */
static bool next_list(struct search *search, struct replay *replay)
{
	if (!play_a_list(replay))
		return false;
	search->list = replay_whole(replay);
	search->texts = search->list;
	return true;
}

/* Who of all that were ever there is called as @texts are? */
static void find_wholes(struct search *search, struct replay *replay,
			const char *const *texts, size_t nr)
{
	pid_t pid;
	size_t i;

	while (next_list(search, replay)) {
		begin(search);
		for (i = 0; i < nr; i++)
			if (!parse_pid(texts[i], &pid) &&
			    add_called(search, texts[i], NAME_WHOLE))
				search->has_whole[i] = true;
		end(search);
	}
	replay_seek(replay, 0);
}

enum status operand_find_recorded(struct replay *replay,
				  const char *const *texts, size_t nr,
				  struct operand_found *found, char *why,
				  size_t len)
{
	struct search search = {
		.self = recording_header(replay_reader(replay))->pid,
		.has_whole = xcalloc(nr, sizeof(bool)),
		.why = why, .len = len,
	};
	enum status st = ST_GONE;

	snprintf(why, len, "the recording has no list of processes");
	if (has_names(texts, nr))
		find_wholes(&search, replay, texts, nr);
	while (st != ST_OK && next_list(&search, replay))
		st = find(&search, texts, nr, found);
	free(search.has_whole);
	return st;
}

bool operand_any_recorded(struct replay *replay, const pid_t *pids, size_t nr)
{
	struct search search = { 0 };
	bool any = false;
	size_t i;

	while (!any && next_list(&search, replay))
		for (i = 0; i < nr && !any; i++)
			any = place_of(&search, pids[i]) <
			      search.list->nr_procs;
	replay_seek(replay, 0);
	return any;
}

void operand_release(struct operand_found *found)
{
	free(found->ids);
	*found = (struct operand_found){ 0 };
}
