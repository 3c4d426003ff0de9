// SPDX-License-Identifier: GPL-2.0
/* The table of what can be said of a mapping. */
#include <string.h>

#include "data/sample.h"
#include "model/field.h"
#include "model/target.h"

#define ADDRESS_WIDTH	12	/* of the lower half, see x86/x86_64/mm.rst */

/* As a row of a map has it: pages touched for the first time, less released. */
static int64_t mapping_since(const struct mapping *mapping)
{
	return (int64_t)mapping->since_touched -
	       (int64_t)mapping->since_released;
}

/* A page that is only read is alive, too. */
static uint64_t touched_and_zero(const struct mapping *mapping)
{
	return pages_touched(&mapping->counts) +
	       pages_as(&mapping->counts, PAGE_ZERO);
}

#define DEFINE_COMPARE_OF(name, type, expr_x, expr_y)			\
static int compare_##name(const void *a, const void *b)			\
{									\
	const struct mapping *x = a, *y = b;				\
	type first = (expr_x);						\
	type second = (expr_y);						\
									\
	return (first > second) - (first < second);			\
}

#define DEFINE_COMPARE(name, expr_x, expr_y)				\
	DEFINE_COMPARE_OF(name, uint64_t, expr_x, expr_y)
#define COMPARE_MEMBER(name, member) DEFINE_COMPARE(name, x->member, y->member)
#define COMPARE_STATE(name, state)					\
	DEFINE_COMPARE(name, pages_as(&x->counts, state),		\
		       pages_as(&y->counts, state))

COMPARE_MEMBER(start, start)
DEFINE_COMPARE(reserved, mapping_pages(x), mapping_pages(y))
DEFINE_COMPARE(touched, pages_touched(&x->counts), pages_touched(&y->counts))
DEFINE_COMPARE(touched_zero, touched_and_zero(x), touched_and_zero(y))
COMPARE_STATE(zero, PAGE_ZERO)
COMPARE_STATE(written, PAGE_WRITTEN)
COMPARE_STATE(huge, PAGE_HUGE)
COMPARE_STATE(file, PAGE_FILE)
COMPARE_STATE(swapped, PAGE_SWAPPED)
DEFINE_COMPARE_OF(since, int64_t, mapping_since(x), mapping_since(y))
COMPARE_MEMBER(since_touched, since_touched)
COMPARE_MEMBER(since_released, since_released)

/* touched / reserved without a division: a/b < c/d as a*d < c*b */
static int compare_percent(const void *a, const void *b)
{
	const struct mapping *x = a, *y = b;
	unsigned __int128 first =
		(unsigned __int128)pages_touched(&x->counts) * mapping_pages(y);
	unsigned __int128 second =
		(unsigned __int128)pages_touched(&y->counts) * mapping_pages(x);

	return (first > second) - (first < second);
}

static int compare_name(const void *a, const void *b)
{
	return strcmp(mapping_short_name(a), mapping_short_name(b));
}

static struct value number(uint64_t number)
{
	return (struct value){ .number = number };
}

/* Old is what was counted a while ago, and what may be less. */
static enum value_state state_of(const struct mapping *mapping,
				 const struct field_context *context,
				 bool known, bool may_be_less)
{
	if (!known || !mapping->counted)
		return VALUE_UNKNOWN;
	return mapping->counted_ns < context->fresh_ns || may_be_less ?
		       VALUE_OLD :
		       VALUE_KNOWN;
}

static struct value pages(const struct mapping *mapping,
			  const struct field_context *context,
			  enum page_state state)
{
	bool known = page_state_known(&mapping->counts, state,
				      context->tells_zero);

	return (struct value){
		.state = state_of(mapping, context, known, false),
		.number = pages_as(&mapping->counts, state) * PAGE_BYTES,
	};
}

static struct value since(const struct mapping *mapping,
			  const struct field_context *context, int64_t pages)
{
	bool known = mapping->since_known && context->since_known;

	return (struct value){
		.state = known ? VALUE_KNOWN : VALUE_UNKNOWN,
		.change = pages * (int64_t)PAGE_BYTES,
	};
}

#define DEFINE_VALUE(name, expr)					\
static struct value name##_value(const void *of,			\
				 const struct field_context *context)	\
{									\
	const struct mapping *mapping = of;				\
									\
	(void)context;							\
	return expr;							\
}

DEFINE_VALUE(start, number(mapping->start))
DEFINE_VALUE(end, number(mapping->end))
DEFINE_VALUE(reserved, number(mapping->end - mapping->start))
DEFINE_VALUE(zero, pages(mapping, context, PAGE_ZERO))
DEFINE_VALUE(written, pages(mapping, context, PAGE_WRITTEN))
DEFINE_VALUE(huge, pages(mapping, context, PAGE_HUGE))
DEFINE_VALUE(file, pages(mapping, context, PAGE_FILE))
DEFINE_VALUE(swapped, pages(mapping, context, PAGE_SWAPPED))
DEFINE_VALUE(since, since(mapping, context, mapping_since(mapping)))
DEFINE_VALUE(since_touched,
	     since(mapping, context, (int64_t)mapping->since_touched))
DEFINE_VALUE(since_released,
	     since(mapping, context, -(int64_t)mapping->since_released))
DEFINE_VALUE(perms, ((struct value){ .text = mapping_perms(mapping->flags) }))
DEFINE_VALUE(name, ((struct value){ .text = mapping_name(mapping) }))

static struct value touched_value(const void *of,
				  const struct field_context *context)
{
	const struct mapping *mapping = of;

	return (struct value){
		.state = state_of(mapping, context,
				  pages_touched_known(&mapping->counts),
				  mapping->counts.in[PAGE_PRESENT]),
		.number = pages_touched(&mapping->counts) * PAGE_BYTES,
	};
}

/* Known also where the one can't be told from the other. */
static struct value touched_zero_value(const void *of,
				       const struct field_context *context)
{
	const struct mapping *mapping = of;

	return (struct value){
		.state = state_of(mapping, context,
				  pages_touched_known(&mapping->counts),
				  false),
		.number = touched_and_zero(mapping) * PAGE_BYTES,
	};
}

static struct value percent_value(const void *of,
				  const struct field_context *context)
{
	const struct mapping *mapping = of;
	struct value touched = touched_value(of, context);

	return (struct value){
		.state = touched.state,
		.part = touched.number / PAGE_BYTES,
		.whole = mapping_pages(mapping),
	};
}

#define FIELD(name, unit_of, text_width, ...)				\
	.unit = unit_of, .width = text_width, .value = name##_value,	\
	##__VA_ARGS__
#define SORTED(name, unit_of, text_width, ...)				\
	FIELD(name, unit_of, text_width, .compare = compare_##name,	\
	      ##__VA_ARGS__)
#define SIZE(name, text_width)						\
	SORTED(name, UNIT_BYTES, text_width, .descending = true)
#define CHANGE(name, text_width)					\
	SORTED(name, UNIT_CHANGE, text_width, .descending = true)
#define ABOUT(...) FIELD_ABOUT(__VA_ARGS__, NULL, NULL)

const struct field mapping_fields[NR_MAPPING_FIELDS] = {
	[MFIELD_START] = { "start", "START",
		SORTED(start, UNIT_ADDRESS, ADDRESS_WIDTH),
		ABOUT("address where it begins") },
	[MFIELD_END] = { "end", "END",
		FIELD(end, UNIT_ADDRESS, ADDRESS_WIDTH),
		ABOUT("address behind it") },
	[MFIELD_PERMS] = { "perms", "PERM", FIELD(perms, UNIT_TEXT, 4),
		ABOUT("read write execute, p or s") },
	[MFIELD_RESERVED] = { "reserved", "RESERVED", SIZE(reserved, 8),
		ABOUT("address space mapped") },
	[MFIELD_TOUCHED] = { "touched", "TOUCHED", SIZE(touched, 7),
		ABOUT("pages really given memory") },
	[MFIELD_TOUCHED_ZERO] = { NULL, "TOUCHED+", SIZE(touched_zero, 7),
		ABOUT("TOUCHED + ZERO") },
	[MFIELD_PERCENT] = { "percent", "%",
		SORTED(percent, UNIT_RATIO, 5, .descending = true),
		ABOUT("TOUCHED / RESERVED") },
	[MFIELD_ZERO] = { "zero", "ZERO", SIZE(zero, 5),
		ABOUT("the shared page of zeros", "PRESENT and PFNZERO") },
	[MFIELD_WRITTEN] = { "written", "WRITTEN", SIZE(written, 7),
		ABOUT("pages of its own", "PRESENT, not PFNZERO") },
	[MFIELD_HUGE] = { "huge", "HUGE", SIZE(huge, 6),
		ABOUT("of WRITTEN, in huge pages", "HUGE") },
	[MFIELD_FILE] = { "file", "FILE", SIZE(file, 6),
		ABOUT("pages of files, or shared", "FILE") },
	[MFIELD_SWAPPED] = { "swapped", "SWAPPED", SIZE(swapped, 7),
		ABOUT("moved out to swap", "SWAPPED") },
	[MFIELD_SINCE] = { NULL, "SINCE", CHANGE(since, 7),
		ABOUT("+SINCE and -SINCE together") },
	[MFIELD_SINCE_TOUCHED] = { NULL, "+SINCE", CHANGE(since_touched, 6),
		ABOUT("first touched since mark") },
	[MFIELD_SINCE_RELEASED] = { NULL, "-SINCE", CHANGE(since_released, 6),
		ABOUT("released since mark") },
	[MFIELD_NAME] = { "name", "NAME", SORTED(name, UNIT_TEXT, 15),
		ABOUT("its file, or what it is") },
};
