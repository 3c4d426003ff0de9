/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_DEMAND_H
#define TUI_DATA_DEMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "data/sample.h"

/*
 * Bytes of command lines. What execve(2) takes is 6 MiB at most, but a process
 * may point at any part of its memory: all of them together are bounded.
 */
#define COMMAND_SHORT	4096
#define COMMAND_WHOLE	(6 << 20)
#define COMMANDS_MAX	(64 << 20)

/* Pages from @start to @end, @cell_pages (at least 1) to a cell. */
struct demand_scan {
	enum scan_use use;
	uint64_t start, end;	/* addresses, of whole pages */
	uint64_t cell_pages;
	bool follows_end;	/* as far as the mapping there goes by then, if
				 * it has grown or shrunk
				 */
	uint64_t lead;		/* as in struct sample_scan, which see */
	size_t most_cells;	/* cells become larger rather than more than
				 * that; 0: no matter
				 */
	bool aside;		/* no timeline takes it */
};

/* What is wanted of the one process that is looked into. */
struct target_demand {
	struct proc_id id;	/* pid 0: none is looked into */
	bool leave;		/* pid is 0, and no other one is wanted by now: let
				 * go of what is open and remembered of the last
				 */
	bool mappings;		/* read them all */
	bool pss;		/* sum up PSS and USS, which is costly */
	bool runs;		/* its pages are recorded: tell them as a look */

	/*
	 * In the order of importance, but for SCAN_WINDOWs, which are by rising
	 * address and don't overlap. SCAN_COUNTs are answered as far as the
	 * share of time allows that a source grants itself, the others always;
	 * where the mappings are read, too, one that begins at a mapping's start
	 * counts it as it is by then.
	 *
	 * With @runs no time is shared out: all are answered from the look, but
	 * for those of pages that it has no room for.
	 */
	struct demand_scan *scans;
	size_t nr_scans, max_scans;

	/*
	 * The number of the mark set last, 0: none. When a source meets a new
	 * one, it remembers the pages of the whole process.
	 */
	unsigned int mark;

	/*
	 * It was set before the process was looked into: what its pages were
	 * then is known only if they are remembered already.
	 */
	bool mark_is_past;
};

/*
 * What the views want to know next: plain data, on its way from the views to
 * the source. A view never calls a source, it only adds to the demand.
 */
struct demand {
	bool list;			/* the system and every process */
	struct sample_text *texts;	/* kind and whose; text is not used */
	size_t nr_texts, max_texts;
	uid_t *users;			/* of the texts added by demand_user(),
					 * rising: none is asked for twice
					 */
	size_t nr_users, max_users;
	bool cgroups;			/* all that are due are among them */

	/*
	 * Of a command line as many bytes; 0: COMMAND_SHORT, which is more than
	 * any screen has room for. Once those of one sample have passed
	 * COMMANDS_MAX, the others are short.
	 */
	size_t command_max;

	/*
	 * No name of a user is looked up later than that after the first one:
	 * those found by then are not to wait for a slow server; 0: all are.
	 */
	uint64_t names_ns;

	/*
	 * Count the pages of these processes' tamalloc blocks in turn, as far
	 * as the share of time allows that a source grants itself; the first
	 * @nr_pages_shown are on screen, and matter more. @pages_ns is granted
	 * on top, once. Who isn't asked for any more is forgotten.
	 */
	struct proc_id *pages;
	size_t nr_pages, max_pages;
	size_t nr_pages_shown;
	uint64_t pages_ns;

	/*
	 * Count the zero pages of these processes, in turn, as far as another
	 * such share, and @pages_ns, allow.
	 */
	struct proc_id *zeros;
	size_t nr_zeros, max_zeros;

	/* Read the PSS of these processes, which is costly. */
	struct proc_id *psses;
	size_t nr_psses, max_psses;

	/*
	 * Likewise, but in turn, as far as a share of its own, and @pages_ns,
	 * allow.
	 */
	struct proc_id *pss_turns;
	size_t nr_pss_turns, max_pss_turns;

	struct proc_id *shown;		/* rows on screen: all of their fields */
	size_t nr_shown, max_shown;

	struct target_demand target;
};

/* Ask for one text. Dies when memory is out. */
void demand_text(struct demand *demand, enum text_kind kind,
		 struct proc_id id, uid_t uid);

/* Ask for the name of user @uid, whom @id has, unless that was done already. */
void demand_user(struct demand *demand, struct proc_id id, uid_t uid);

/* Keep only the texts of these kinds, TEXT_BIT() of each. */
#define TEXT_BIT(kind)	(1U << (kind))
void demand_keep_texts(struct demand *demand, unsigned int kinds);

/* Ask for the page counts of one process, after those asked for before. */
void demand_pages(struct demand *demand, struct proc_id id);

/* Ask for the zero pages of all of one process. */
void demand_zeros(struct demand *demand, struct proc_id id);

/* Ask for the PSS of one process. */
void demand_pss(struct demand *demand, struct proc_id id);

/* Ask for the PSS of one process in turn. */
void demand_pss_turn(struct demand *demand, struct proc_id id);

/* Say that the process @id is on screen. */
void demand_shown(struct demand *demand, struct proc_id id);

/* Ask for a scan of the process target.id, after those asked for before. */
void demand_scan(struct demand *demand, enum scan_use use, uint64_t start,
		 uint64_t end, uint64_t cell_pages);

/*
 * Ask for a SCAN_WHOLE of a mapping, as far as it goes by then. Returns it, for
 * what else there is to it; valid until the next one is asked for.
 */
struct demand_scan *demand_whole(struct demand *demand, uint64_t start,
				 uint64_t end, uint64_t cell_pages);

/*
 * Is another process looked at in @now than in @before, another part of it, or
 * is something asked for that wasn't? Counts of mappings need no answer at
 * once: which of them are asked for changes with each sample.
 */
bool demand_looks_elsewhere(const struct target_demand *now,
			    const struct target_demand *before);

/* Is @scan among those that @target asks for, as far as they are told apart? */
bool demand_asks_for(const struct target_demand *target,
		     const struct demand_scan *scan);

/* Keep only the scans for @use. */
void demand_keep_scans(struct target_demand *target, enum scan_use use);

/*
 * Where @before asked for the same process: keep only the windows, and whatever
 * @before did not ask for; the mappings are not read again.
 */
void demand_keep_news(struct target_demand *target,
		      const struct target_demand *before);

/* Is anything asked for of processes of the list one by one? */
bool demand_has_details(const struct demand *demand);

/* Copy @from over @to, which keeps its memory; @to may be zeroed. */
void demand_copy(struct demand *to, const struct demand *from);

/* Ask for nothing; keeps the memory. */
void demand_reset(struct demand *demand);

/* Free what @demand holds, not the struct itself. */
void demand_release(struct demand *demand);

#endif
