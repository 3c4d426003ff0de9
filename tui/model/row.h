/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_ROW_H
#define TUI_MODEL_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/sample.h"

/* Samples that a row remembers. */
#define ROW_HISTORY	12

/* Changes per second over the time between the last two samples. */
struct rates {
	bool known;		/* touched */
	bool faults_known;	/* faults, majflt */
	bool cpu_known;		/* cpu_ns */
	bool partly;		/* of a sum: some of it is not known */
	bool run_unread;	/* of a sum: faults and cpu_ns of some were not
				 * read, so that these are not known
				 */
	int64_t touched;	/* bytes, may be negative */
	uint64_t faults;	/* minor and major */
	uint64_t majflt;
	uint64_t cpu_ns;	/* of processors */
};

struct tree_node;

/* One process as the views see it. */
struct row {
	struct proc now;
	struct rates rates;
	uint32_t growth[ROW_HISTORY];	/* KiB touched anew, oldest first */
	int nr_growth;
	unsigned int nr_idle;		/* samples in a row that were as the one
					 * before, up to all of growth
					 */
	bool command_known;		/* it was read: what is sorted by it waits */
	unsigned long command_sample;	/* the number of the sample then; 0: since
					 * that its arguments became others
					 */
	bool command_stands;		/* it has done nothing since */
	struct sample_pages pages;	/* as they were counted last */
	uint64_t pages_age_ns;		/* how long that was before the sample */
	bool pages_fresh;		/* it was not: it is as new as that */
	struct sample_pages zeros;	/* of all of its memory */
	uint64_t zeros_age_ns;		/* likewise */
	bool zeros_fresh;
	bool zeros_stand;		/* nothing has happened to it since, as
					 * far as can be seen
					 */
	bool zeros_stood;		/* nor had it when the sample before came */
	unsigned long zeros_sample;	/* the number of the sample then */
	bool zeros_partly;		/* of a sum: not counted in some of them */
	int64_t zero_rate;		/* bytes per second, from count to count */
	uint64_t zero_span_ns;		/* between these; 0: there is no rate */
	uint64_t memory_since_ns;	/* its memory is no older than that */
	enum {
		ROW_PSS_UNKNOWN,	/* not read yet, or not to be had */
		ROW_PSS_READ,
	} pss_state;
	uint64_t pss;			/* bytes, as they were read last */
	uint64_t pss_time_ns;		/* CLOCK_MONOTONIC, when that was */
	bool pss_fresh;			/* it is as new as the sample */
	char *command;			/* NULL: none, show the comm */
	size_t command_name;		/* where its name begins in it */
	size_t command_first, command_second;	/* as in struct sample_text */
	char *script;			/* what is shown instead, or NULL */
	const char *user;		/* NULL: not known yet; the model's */
	char *cgroup;			/* its path, "" for none; NULL: not known */
	char *cgroup_shown;		/* as a person knows it, or NULL */
	unsigned long cgroup_sample;	/* the number of the sample then */
	const struct tree_node *node;	/* its place in the tree, or that of its
					 * sum; NULL: none, or it is hidden
					 */
	bool run_partly;		/* of a sum: cpu_ns and nr_threads of some
					 * are not known
					 */
	size_t place;			/* among those listed, from 1; 0: none */
	bool just_came;			/* the sample before had nothing of it */
	bool gone;			/* it only keeps its place: now.id and
					 * now.comm are all that is told
					 */
	bool since_known;		/* there is a mark, and it was there then */
	int64_t since_reserved;		/* bytes more than at the mark */
	int64_t since_touched;
};

/*
 * The whole command line of @row, and in brief: the name of the program comes
 * first, without its path. What has no command line is told by its comm.
 */
static inline const char *row_command(const struct row *row)
{
	return row->command ? row->command : row->now.comm;
}

static inline const char *row_brief(const struct row *row)
{
	if (row->script)
		return row->script;
	return row->command ? row->command + row->command_name : row->now.comm;
}

/* Is @pattern, see text_find(), in what is shown of the command, or in all of it? */
bool row_has_text(const struct row *row, const char *pattern);

/* The zero pages that are known of, in bytes. */
static inline uint64_t row_zero(const struct row *row)
{
	return row->zeros.state == PAGES_COUNTED ? row->zeros.zero :
						   row->pages.zero;
}

/* Is zero_rate of now? The next count may be due, but not more than that. */
static inline bool row_zero_rate_known(const struct row *row)
{
	return row->zero_span_ns && row->zeros_age_ns <= row->zero_span_ns;
}

/* resident + swapped + hugetlb, in bytes; are all known? */
static inline uint64_t proc_touched(const struct proc *proc)
{
	return proc->resident + proc->swapped + proc->hugetlb;
}

static inline bool proc_touched_known(const struct proc *proc)
{
	const uint32_t parts = KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB;

	return (proc->known & parts) == parts;
}

static inline uint64_t row_touched(const struct row *row)
{
	return proc_touched(&row->now);
}

static inline bool row_touched_known(const struct row *row)
{
	return proc_touched_known(&row->now);
}

#endif
