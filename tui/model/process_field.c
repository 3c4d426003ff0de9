// SPDX-License-Identifier: GPL-2.0
/* The table of what can be said of a process. */
#include <string.h>

#include "common/clock.h"
#include "model/field.h"
#include "model/model.h"

#define DEFINE_COMPARE(name, expr_x, expr_y)				\
static int compare_##name(const void *a, const void *b)			\
{									\
	const struct row *x = a, *y = b;				\
	__auto_type first = (expr_x);					\
	__auto_type second = (expr_y);					\
									\
	return (first > second) - (first < second);			\
}

/* Of all of its memory where that was counted, else of its tamalloc blocks. */
static bool whole_known(const struct row *row)
{
	return row->zeros.state == PAGES_COUNTED;
}

static uint64_t row_zero_age(const struct row *row)
{
	return whole_known(row) ? row->zeros_age_ns : row->pages_age_ns;
}

#define COMPARE_MEMBER(name, member) DEFINE_COMPARE(name, x->member, y->member)

COMPARE_MEMBER(pid, now.id.pid)
COMPARE_MEMBER(reserved, now.reserved)
DEFINE_COMPARE(touched, row_touched(x), row_touched(y))
COMPARE_MEMBER(since, since_touched)
DEFINE_COMPARE(zero, row_zero(x), row_zero(y))
COMPARE_MEMBER(swap, now.swapped)
COMPARE_MEMBER(tamalloc, now.ta_reserved)
COMPARE_MEMBER(touch_rate, rates.touched)
COMPARE_MEMBER(fault_rate, rates.faults)
COMPARE_MEMBER(majflt_rate, rates.majflt)
COMPARE_MEMBER(oom, now.oom_score)
DEFINE_COMPARE(age, row_zero_age(x), row_zero_age(y))
COMPARE_MEMBER(cpu, rates.cpu_ns)
COMPARE_MEMBER(ppid, now.ppid)
COMPARE_MEMBER(nice, now.nice)
COMPARE_MEMBER(threads, now.nr_threads)
COMPARE_MEMBER(shared, now.shared)
COMPARE_MEMBER(time, now.cpu_ns)
COMPARE_MEMBER(pss, pss)

/* What is stuck comes first, then what runs, sleeps, has stopped, has ended. */
static int state_rank(const struct row *row)
{
	static const char order[] = "DRSItTPXZ";
	const char *found = row->now.run_state ?
				    strchr(order, row->now.run_state) :
				    NULL;

	return found ? (int)(found - order) : (int)sizeof(order);
}

DEFINE_COMPARE(state, state_rank(x), state_rank(y))

/* touched / reserved without a division: a/b < c/d as a*d < c*b */
static int compare_percent(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	unsigned __int128 first =
		(unsigned __int128)row_touched(x) * y->now.reserved;
	unsigned __int128 second =
		(unsigned __int128)row_touched(y) * x->now.reserved;

	if (!x->now.reserved || !y->now.reserved)
		return (x->now.reserved > 0) - (y->now.reserved > 0);
	return (first > second) - (first < second);
}

static int compare_user(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return strcmp(x->user ? x->user : "?", y->user ? y->user : "?");
}

static int compare_cgroup(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return strcmp(x->cgroup_shown ? x->cgroup_shown : "",
		      y->cgroup_shown ? y->cgroup_shown : "");
}

static int compare_command(const void *a, const void *b)
{
	return strcmp(row_brief(a), row_brief(b));
}

static struct value number(bool known, uint64_t number)
{
	return (struct value){
		.state = known ? VALUE_KNOWN : VALUE_UNKNOWN, .number = number,
	};
}

static struct value change(bool known, int64_t change)
{
	return (struct value){
		.state = known ? VALUE_KNOWN : VALUE_UNKNOWN, .change = change,
	};
}

static struct value text(const char *text)
{
	return (struct value){
		.state = text ? VALUE_KNOWN : VALUE_UNKNOWN, .text = text,
	};
}

/* A sum that may lack something is told like an old one. */
static struct value partly(const struct row *row, struct value value)
{
	if (row->rates.partly && value.state == VALUE_KNOWN)
		value.state = VALUE_OLD;
	return value;
}

#define DEFINE_VALUE(name, expr)					\
static struct value name##_value(const void *of,			\
				 const struct field_context *context)	\
{									\
	const struct row *row = of;					\
									\
	(void)context;							\
	if (row->gone)							\
		return (struct value){ .state = VALUE_NONE };		\
	return expr;							\
}

static struct value pid_value(const void *of,
			      const struct field_context *context)
{
	(void)context;
	return number(true, (uint64_t)((const struct row *)of)->now.id.pid);
}

DEFINE_VALUE(user, text(row->user))
DEFINE_VALUE(reserved, number(row->now.known &KNOWN_MM, row->now.reserved))
DEFINE_VALUE(touched, number(row_touched_known(row), row_touched(row)))
DEFINE_VALUE(since, change(row->since_known, row->since_touched))
DEFINE_VALUE(swap, number(row->now.known &KNOWN_SWAP, row->now.swapped))
DEFINE_VALUE(tamalloc,
	     number(row->now.known &KNOWN_TAMALLOC, row->now.ta_reserved))
DEFINE_VALUE(touch_rate,
	     partly(row, change(row->rates.known, row->rates.touched)))
DEFINE_VALUE(fault_rate,
	     partly(row, number(row->rates.faults_known, row->rates.faults)))
DEFINE_VALUE(majflt_rate,
	     partly(row, number(row->rates.faults_known, row->rates.majflt)))
DEFINE_VALUE(oom, number(row->now.known &KNOWN_OOM, row->now.oom_score))

DEFINE_VALUE(ppid,
	     number(row->now.known &KNOWN_TASK, (uint64_t)row->now.ppid))
DEFINE_VALUE(nice, change(row->now.known &KNOWN_NICE, row->now.nice))
DEFINE_VALUE(shared, number(row->now.known &KNOWN_MM, row->now.shared))

static bool run_known(const struct row *row)
{
	return (row->now.known & KNOWN_RUN) && !row->run_partly;
}

DEFINE_VALUE(threads, number(run_known(row), row->now.nr_threads))
DEFINE_VALUE(time, number(run_known(row), row->now.cpu_ns))

/* Each state has a text of its own: it is one letter. */
static const char *state_text(const struct row *row)
{
	static const char letters[] =
		"R\0S\0D\0Z\0T\0t\0X\0I\0P";
	size_t i;

	for (i = 0; i < sizeof(letters); i += 2)
		if (letters[i] == row->now.run_state)
			return letters + i;
	return NULL;
}

DEFINE_VALUE(state,
	     text(row->now.known &KNOWN_RUN ? state_text(row) : NULL))

static struct value ratio(bool known, uint64_t part, uint64_t whole)
{
	return (struct value){
		.state = known ? VALUE_KNOWN : VALUE_UNKNOWN, .part = part,
		.whole = whole,
	};
}

/* Of one processor: more than 100 % where more than one was busy. */
DEFINE_VALUE(cpu, partly(row, ratio(row->rates.cpu_known, row->rates.cpu_ns,
				    NSEC_PER_SEC)))

/* A process may take away its arguments, and call itself nothing. */
static struct value command_value(const void *of,
				  const struct field_context *context)
{
	bool brief = context && !context->paths;
	struct value value = text(brief ? row_brief(of) : row_command(of));

	if (!value.text[strspn(value.text, " ")])
		value.state = VALUE_NONE;
	return value;
}

static struct value cgroup_value(const void *of,
				 const struct field_context *context)
{
	const struct row *row = of;
	struct value value = text(context ? row->cgroup_shown : row->cgroup);

	if (row->gone || (row->cgroup && !*row->cgroup))
		value.state = VALUE_NONE;
	return value;
}

static struct value pss_value(const void *of,
			      const struct field_context *context)
{
	const struct row *row = of;
	struct value value = number(row->pss_state == ROW_PSS_READ, row->pss);

	(void)context;
	if (row->gone)
		value.state = VALUE_NONE;
	else if (value.state == VALUE_KNOWN && !row->pss_fresh)
		value.state = VALUE_OLD;
	return value;
}

DEFINE_VALUE(percent, ratio(row_touched_known(row), row_touched(row),
			    row->now.reserved))

/* Until all was counted, blocks are what is known. */
static struct value zero_value(const void *of,
			       const struct field_context *context)
{
	const struct row *row = of;
	struct value value =
		number(whole_known(row) || row->pages.state == PAGES_COUNTED,
		       row_zero(row));

	(void)context;
	if (row->gone)
		value.state = VALUE_NONE;
	if (value.state == VALUE_KNOWN &&
	    !(whole_known(row) ? row->zeros_fresh : row->pages_fresh))
		value.state = VALUE_OLD;
	return value;
}

static struct value age_value(const void *of,
			      const struct field_context *context)
{
	const struct row *row = of;
	struct value value = zero_value(of, context);

	if (value.state == VALUE_OLD)
		value.state = VALUE_KNOWN;
	value.number = row_zero_age(row);
	return value;
}

#define FIELD(name, unit_of, text_width, ...)				\
	.unit = unit_of, .width = text_width, .value = name##_value,	\
	.compare = compare_##name, ##__VA_ARGS__
#define ABOUT(...) FIELD_ABOUT(__VA_ARGS__, NULL, NULL)

const struct field process_fields[NR_PROCESS_FIELDS] = {
	[FIELD_PID] = { "pid", "PID", FIELD(pid, UNIT_NUMBER, 7),
		ABOUT("number of the process"), .plain = true },
	[FIELD_PPID] = { "ppid", "PPID",
		FIELD(ppid, UNIT_NUMBER, 7, .of_shown = true, .extra = true),
		ABOUT("number of its parent") },
	[FIELD_USER] = { "user", "USER",
		FIELD(user, UNIT_TEXT, 8, .of_shown = true),
		ABOUT("whose process it is"), .plain = true },
	[FIELD_NICE] = { "nice", "NI",
		FIELD(nice, UNIT_SIGNED, 3, .of_shown = true, .extra = true),
		ABOUT("-20 comes first, 19 last", "nice"), .also = "ni" },
	[FIELD_THREADS] = { "threads", "THREADS",
		FIELD(threads, UNIT_NUMBER, 7, .descending = true,
		      .of_shown = true, .extra = true),
		ABOUT("how many threads it has", "num_threads") },
	[FIELD_RESERVED] = { "reserved", "RESERVED",
		FIELD(reserved, UNIT_BYTES, 8, .descending = true),
		ABOUT("address space mapped", "total_vm, VmSize") },
	[FIELD_TOUCHED] = { "touched", "TOUCHED",
		FIELD(touched, UNIT_BYTES, 7, .descending = true),
		ABOUT("pages really given memory",
		      "VmRSS + VmSwap + hugetlb") },
	[FIELD_SHARED] = { "shared", "SHARED",
		FIELD(shared, UNIT_BYTES, 6, .descending = true,
		      .extra = true),
		ABOUT("of TOUCHED: files, shared", "RssFile + RssShmem") },
	[FIELD_PSS] = { "pss", "PSS",
		FIELD(pss, UNIT_BYTES, 6, .descending = true, .extra = true),
		ABOUT("its part of what is shared", "Pss of smaps_rollup") },
	[FIELD_PERCENT] = { "percent", "%",
		FIELD(percent, UNIT_RATIO, 5, .descending = true),
		ABOUT("TOUCHED / RESERVED") },
	[FIELD_SINCE] = { "since", "SINCE",
		FIELD(since, UNIT_CHANGE, 7, .descending = true, .between = true,
		      .extra = true),
		ABOUT("change of TOUCHED since mark") },
	[FIELD_ZERO] = { "zero", "ZERO",
		FIELD(zero, UNIT_BYTES, 6, .descending = true),
		ABOUT("the shared page of zeros", "PRESENT and PFNZERO") },
	[FIELD_SWAP] = { "swap", "SWAP",
		FIELD(swap, UNIT_BYTES, 6, .descending = true),
		ABOUT("moved out to swap", "VmSwap") },
	[FIELD_TAMALLOC] = { "tamalloc", "TAMALLOC",
		FIELD(tamalloc, UNIT_BYTES, 8, .descending = true),
		ABOUT("reserved by tamalloc(2)", "\"ta\" in smaps") },
	[FIELD_PAGES] = { "pages", "PAGES", .unit = UNIT_DRAWN,
		ABOUT("a bar: touched, zero, rest") },
	[FIELD_TOUCH_RATE] = { "touch", "TOUCH/s",
		FIELD(touch_rate, UNIT_CHANGE, 7, .descending = true, .between = true),
		ABOUT("change of TOUCHED, + or -"), .also = "rate" },
	[FIELD_LAST] = { "last", "LAST", .unit = UNIT_DRAWN,
		ABOUT("touched anew, in 12 samples") },
	[FIELD_FAULT_RATE] = { "faults", "FAULT/s",
		FIELD(fault_rate, UNIT_COUNT, 7, .descending = true, .between = true,
		      .of_shown = true),
		ABOUT("page faults", "minflt + majflt") },
	[FIELD_MAJFLT_RATE] = { "majflt", "MAJ/s",
		FIELD(majflt_rate, UNIT_COUNT, 5, .descending = true, .between = true,
		      .of_shown = true),
		ABOUT("those that wait for a disk", "majflt") },
	[FIELD_OOM] = { "oom", "OOM",
		FIELD(oom, UNIT_SCORE, 4, .descending = true,
		      .of_shown = true),
		ABOUT("how near the OOM killer is", "oom_score") },
	[FIELD_CPU] = { "cpu", "CPU%",
		FIELD(cpu, UNIT_RATIO, 5, .descending = true, .between = true,
		      .of_shown = true),
		ABOUT("100 is one processor", "utime + stime") },
	[FIELD_TIME] = { "time", "TIME",
		FIELD(time, UNIT_TIME, 9, .descending = true,
		      .of_shown = true, .extra = true),
		ABOUT("processor time it has used", "utime + stime") },
	[FIELD_STATE] = { "state", "S",
		FIELD(state, UNIT_TEXT, 1, .of_shown = true),
		ABOUT("R run S sleep D wait Z ended") },
	[FIELD_AGE] = { "age", "AGE",
		FIELD(age, UNIT_AGE, 6, .descending = true),
		ABOUT("since ZERO was counted") },
	[FIELD_CGROUP] = { "cgroup", "CGROUP",
		FIELD(cgroup, UNIT_TEXT, 16, .of_shown = true, .extra = true),
		ABOUT("its unit, or its container", "cgroup") },
	[FIELD_COMMAND] = { "command", "COMMAND",
		FIELD(command, UNIT_TEXT, 1, .of_shown = true),
		ABOUT("what runs, with arguments", "cmdline"), .plain = true },
};
