/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_STATE_H
#define TUI_DATA_RECORDING_STATE_H

#include "data/recording_bytes.h"
#include "data/sample.h"

/* What a recording may tell apart from the list, in the order of a key frame. */
enum rec_kind {
	REC_COMMAND, REC_USER, REC_CGROUP,	/* as enum text_kind */
	REC_PAGES, REC_ZEROS, REC_PSS,
	REC_TARGET, REC_RUNS,
	NR_REC_KINDS
};

/* What was told last of a process, or of a user. */
struct rec_fact {
	enum rec_kind kind;
	struct proc_id id;		/* of a user: the uid, and 0 */
	union {
		struct sample_text text;	/* .text is its own */
		struct sample_pages pages;	/* and zeros */
		struct sample_pss pss;
		/*
		 * SECTION_TARGET with all that is known since, or SECTION_RUNS
		 * with one look
		 */
		struct sample *held;
	};
};

/*
 * What is known after all samples up to one: who writes and who reads have the
 * same, and each sample is told as the difference to it. Zeroed, nothing is.
 */
struct rec_state {
	struct sample list;	/* SECTION_LIST, once there was one */
	void *facts;		/* a tree, see tsearch(3) */
	size_t weight;		/* about what it takes, in bytes */
};

/* So much may a state weigh: else it isn't recorded, nor read. */
#define REC_WEIGHT_MAX	((size_t)512 << 20)

/* About what the records of @sample take, in bytes. */
size_t rec_weight(const struct sample *sample);

/* The list that ids in @sample are told by: its own, or the last one. */
const struct sample *rec_list(const struct rec_state *state,
			      const struct sample *sample);

/* NULL: nothing was told. */
const struct rec_fact *rec_find(const struct rec_state *state,
				enum rec_kind kind, struct proc_id id);
const struct rec_fact *rec_find_text(const struct rec_state *state,
				     const struct sample_text *text);

/*
 * @sample comes after all those before. Who leaves the list takes along what
 * was told of it. false: @state would weigh too much, and is of no use now.
 */
bool rec_apply(struct rec_state *state, const struct sample *sample);

/* All facts, by rising kind, then by id; free() frees the array alone. */
const struct rec_fact **rec_facts(const struct rec_state *state, size_t *nr);

/* Forget all of processes that aren't in the list, if there is one. */
void rec_purge(struct rec_state *state);

/* Add to @sample, which was reset, all but targets and runs. */
void rec_whole(const struct rec_state *state, struct sample *sample);

/* Copy a section of @from to the end of @to, which has no target or look. */
void rec_copy_target(struct sample *to, const struct sample *from);
void rec_copy_look(struct sample *to, const struct sample *from, size_t look);

/* What it holds; it is empty then. */
void rec_state_release(struct rec_state *state);

#endif
