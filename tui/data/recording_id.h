/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_ID_H
#define TUI_DATA_RECORDING_ID_H

#include "data/recording_bytes.h"
#include "data/sample.h"

/* Tells processes by their place in a list, counted from the one before on. */
struct rec_ids {
	const struct sample *list;	/* by rising pid */
	size_t next;			/* the place behind the one before; 0 */
};

/* A process: bad where it has no pid. */
void rec_put_id(struct rec_out *out, struct rec_ids *ids, struct proc_id id);
struct proc_id rec_get_id(struct rec_in *in, struct rec_ids *ids);

/* Likewise, but it may be none: with the pid 0. */
void rec_put_any_id(struct rec_out *out, struct rec_ids *ids,
		    struct proc_id id);
struct proc_id rec_get_any_id(struct rec_in *in, struct rec_ids *ids);

#endif
