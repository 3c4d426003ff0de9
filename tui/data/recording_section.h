/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_SECTION_H
#define TUI_DATA_RECORDING_SECTION_H

#include "data/recording_bytes.h"
#include "data/recording_state.h"

/*
 * The sections of a sample as bytes, each the difference to what @state knows,
 * and back: docs/recording-format.md has them one by one. To put one that can't
 * be recorded makes @out bad; whatever is read, @in is bad or @sample is one
 * that a source could have made.
 */

/* The most that a section has: those of a sample, and the runs of all looks. */
#define REC_RECORDS_MAX	((size_t)512 << 10)
#define REC_RUNS_MAX	((size_t)4 << 20)

void rec_put_list(struct rec_out *out, const struct rec_state *state,
		  const struct sample *sample);
void rec_get_list(struct rec_in *in, const struct rec_state *state,
		  struct sample *sample);

void rec_put_texts(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample);
void rec_get_texts(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample);

void rec_put_pages(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample);
void rec_get_pages(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample);

void rec_put_zeros(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample);
void rec_get_zeros(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample);

void rec_put_psses(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample);
void rec_get_psses(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample);

void rec_put_target(struct rec_out *out, const struct rec_state *state,
		    const struct sample *sample);
void rec_get_target(struct rec_in *in, const struct rec_state *state,
		    struct sample *sample);

/* Where the target has them. */
void rec_put_mappings(struct rec_out *out, const struct rec_state *state,
		      const struct sample *sample);
void rec_get_mappings(struct rec_in *in, const struct rec_state *state,
		      struct sample *sample);

void rec_put_looks(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample);
void rec_get_looks(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample);

#endif
