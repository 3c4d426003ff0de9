/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_FIELD_H
#define TUI_DATA_RECORDING_FIELD_H

#include "data/recording_bytes.h"

/*
 * A field of a struct that is recorded as a number. What is read is 0, or from
 * @min to @max; else it is bad.
 */
struct rec_field {
	size_t offset;
	size_t size;		/* 1, 2, 4 or 8 bytes */
	uint64_t min, max;
};

/*
 * All that is recorded of a struct: field i is told by bit @first_bit + i of a
 * mask. In a file a field has its place for ever: new ones come at the end.
 */
struct rec_table {
	const struct rec_field *fields;
	unsigned int nr, first_bit;
};

extern const struct rec_table rec_sys;		/* struct sys_stat */
extern const struct rec_table rec_pages;	/* struct sample_pages */
extern const struct rec_table rec_pss;		/* struct sample_pss */
extern const struct rec_table rec_target;	/* struct sample_target */

/* struct proc, and of its mask: comm is another one */
#define REC_COMM	0x1
extern const struct rec_table rec_proc;

/* struct sample_mapping, likewise: its pages, its name */
#define REC_EXTENT	0x1
#define REC_NAME	0x2
extern const struct rec_table rec_mapping;

/* The mask of the fields in which @now isn't as @before. */
uint64_t rec_changes(const struct rec_table *table, const void *now,
		     const void *before);

/*
 * The fields in @mask, as differences to those of @before. What would be bad
 * for who reads it is bad here.
 */
void rec_put_fields(struct rec_out *out, const struct rec_table *table,
		    uint64_t mask, const void *now, const void *before);

/*
 * The fields in @mask of @record, which is as it was before. Those that the
 * table doesn't have are of a later version, and passed over.
 */
void rec_get_fields(struct rec_in *in, const struct rec_table *table,
		    uint64_t mask, void *record);

#endif
