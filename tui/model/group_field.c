// SPDX-License-Identifier: GPL-2.0
/* The table of what can be said of a group of processes. */
#include <string.h>

#include "model/group.h"

static struct value name_value(const void *of,
			       const struct field_context *context)
{
	const struct group *group = of;

	(void)context;
	return (struct value){
		.state = strcmp(group->name, "?") ? VALUE_KNOWN : VALUE_UNKNOWN,
		.text = group->name,
	};
}

static struct value nr_value(const void *of,
			     const struct field_context *context)
{
	(void)context;
	return (struct value){ .number = ((const struct group *)of)->nr };
}

static int compare_name(const void *a, const void *b)
{
	return strcmp(((const struct group *)a)->name,
		      ((const struct group *)b)->name);
}

static int compare_nr(const void *a, const void *b)
{
	size_t x = ((const struct group *)a)->nr;
	size_t y = ((const struct group *)b)->nr;

	return (x > y) - (x < y);
}

/* A number of the sum is that of a process. */
#define DEFINE_SUM(of_process)						\
static struct value of_process##_value(const void *of,			\
				       const struct field_context *context) \
{									\
	return process_fields[FIELD_##of_process].value(		\
		&((const struct group *)of)->sum, context);		\
}									\
									\
static int compare_##of_process(const void *a, const void *b)		\
{									\
	return process_fields[FIELD_##of_process].compare(		\
		&((const struct group *)a)->sum,			\
		&((const struct group *)b)->sum);			\
}

DEFINE_SUM(RESERVED)
DEFINE_SUM(TOUCHED)
DEFINE_SUM(PERCENT)
DEFINE_SUM(SINCE)
DEFINE_SUM(ZERO)
DEFINE_SUM(SWAP)
DEFINE_SUM(TAMALLOC)
DEFINE_SUM(TOUCH_RATE)
DEFINE_SUM(FAULT_RATE)
DEFINE_SUM(MAJFLT_RATE)
DEFINE_SUM(CPU)

#define SUM(of_process, text, unit_of, what)				\
	[GFIELD_##of_process] = {					\
		.head = text, .unit = unit_of, .descending = true,	\
		.value = of_process##_value,				\
		.compare = compare_##of_process, .about = what }

const struct field group_fields[NR_GROUP_FIELDS] = {
	[GFIELD_NAME] = { .head = "GROUP", .unit = UNIT_TEXT,
		.value = name_value, .compare = compare_name,
		.about = "what they have in common" },
	[GFIELD_NR] = { .head = "PROCS", .unit = UNIT_NUMBER,
		.descending = true, .value = nr_value, .compare = compare_nr,
		.about = "how many processes" },
	SUM(RESERVED, "RESERVED", UNIT_BYTES, "address space mapped"),
	SUM(TOUCHED, "TOUCHED", UNIT_BYTES, "pages really given memory"),
	SUM(PERCENT, "%", UNIT_RATIO, "TOUCHED / RESERVED"),
	SUM(SINCE, "SINCE", UNIT_CHANGE, "change of TOUCHED since mark"),
	SUM(ZERO, "ZERO", UNIT_BYTES, "the shared page of zeros"),
	SUM(SWAP, "SWAP", UNIT_BYTES, "moved out to swap"),
	SUM(TAMALLOC, "TAMALLOC", UNIT_BYTES, "reserved by tamalloc(2)"),
	SUM(TOUCH_RATE, "TOUCH/s", UNIT_CHANGE, "change of TOUCHED, + or -"),
	SUM(FAULT_RATE, "FAULT/s", UNIT_COUNT, "page faults"),
	SUM(MAJFLT_RATE, "MAJ/s", UNIT_COUNT, "those that wait for a disk"),
	SUM(CPU, "CPU%", UNIT_RATIO, "100 is one processor"),
};
