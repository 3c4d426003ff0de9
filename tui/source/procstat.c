// SPDX-License-Identifier: GPL-2.0
/* Takes the texts of /proc/PID apart, once somebody has read them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"
#include "common/clock.h"
#include "data/sample.h"
#include "source/procstat.h"

#define PF_KTHREAD	0x00200000	/* linux/sched.h; not in any uapi header */

/* Fields of /proc/PID/stat behind the state, in their order. */
enum {
	STAT_PPID = 0, STAT_FLAGS = 5, STAT_MINFLT = 6, STAT_MAJFLT = 8,
	STAT_UTIME = 10, STAT_STIME = 11,
	STAT_NICE = 15, STAT_NR_THREADS = 16, STAT_START = 18, STAT_ARGS = 44,
	STAT_ARGS_END = 45,
	NR_STATS
};

#define DIGITS_SAFE 19		/* any number of so many fits */

/*
 * The number at @text, which a blank must end: else it may have been cut. Most of
 * a sweep's own work is this, so it isn't left to strtoull(3), but for what may be
 * too large.
 */
static const char *take_number(const char *text, uint64_t *value)
{
	uint64_t number = 0;
	unsigned int digit;
	const char *begin;
	bool negative;

	while (*text == ' ' || *text == '\t')
		text++;
	negative = *text == '-';
	begin = text += negative;
	for (; (digit = (unsigned char)*text - '0') < 10; text++)
		number = number * 10 + digit;
	if (text - begin > DIGITS_SAFE)
		number = strtoull(begin, NULL, 10);
	*value = negative ? -number : number;
	if (text == begin || (*text != ' ' && *text != '\t' && *text != '\n'))
		return NULL;
	return text;
}

static uint64_t ticks_to_ns(uint64_t ticks)
{
	return ticks * (NSEC_PER_SEC / (uint64_t)sysconf(_SC_CLK_TCK));
}

/* A name may hold parentheses and blanks, but what is behind it never does. */
static const char *take_comm(const char *text, struct procstat *stat)
{
	const char *begin = strchr(text, '(');
	const char *end = strrchr(text, ')');
	size_t len;

	if (!begin || !end || end < begin)
		return NULL;
	len = (size_t)(end - begin) - 1;
	/* a kernel worker's name is told longer than it is */
	if (len >= sizeof(stat->comm))
		len = sizeof(stat->comm) - 1;
	memset(stat->comm, 0, sizeof(stat->comm));
	memcpy(stat->comm, begin + 1, len);
	return end + 1;
}

bool procstat_parse(const char *text, struct procstat *stat)
{
	uint64_t fields[NR_STATS];
	int i;

	text = take_comm(text, stat);
	if (!text || text[0] != ' ' || !text[1])
		return false;
	stat->state = text[1];
	text += 2;
	for (i = 0; i < NR_STATS; i++) {
		/* kernels before 3.5 tell of no arguments */
		fields[i] = 0;
		if (text)
			text = take_number(text, &fields[i]);
		if (!text && i <= STAT_START)
			return false;
	}
	stat->ppid = (pid_t)fields[STAT_PPID];
	stat->kthread = fields[STAT_FLAGS] & PF_KTHREAD;
	stat->minflt = fields[STAT_MINFLT];
	stat->majflt = fields[STAT_MAJFLT];
	stat->cpu_ns = ticks_to_ns(fields[STAT_UTIME] + fields[STAT_STIME]);
	/* strtoull(3) negates what has a sign */
	stat->nice = (int)fields[STAT_NICE];
	stat->nr_threads = (unsigned int)fields[STAT_NR_THREADS];
	stat->start_ns = ticks_to_ns(fields[STAT_START]);
	stat->args_id =
		text ? fields[STAT_ARGS] * 31 + fields[STAT_ARGS_END] : 0;
	return true;
}

bool procstat_started_then(const struct procstat *stat, uint64_t start_ns)
{
	return stat->start_ns == start_ns - start_ns % ticks_to_ns(1);
}

bool procstat_statm(const char *text, struct procstat_sizes *sizes)
{
	uint64_t pages[3];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		text = take_number(text, &pages[i]);
		if (!text)
			return false;
	}
	sizes->reserved = pages[0] * PAGE_BYTES;
	sizes->resident = pages[1] * PAGE_BYTES;
	sizes->shared = pages[2] * PAGE_BYTES;
	return true;
}

/* What is behind @key, which begins a line; NULL: there is none. */
static const char *find_line(const char *text, const char *key)
{
	size_t len = strlen(key);

	while (text && strncmp(text, key, len)) {
		text = strchr(text, '\n');
		if (text)
			text++;
	}
	return text ? text + len : NULL;
}

bool procstat_number(const char *text, const char *key, uint64_t *value)
{
	text = find_line(text, key);
	return text && take_number(text, value);
}

bool procstat_euid(const char *text, uid_t *euid)
{
	uint64_t real, effective;

	text = find_line(text, "Uid:");
	if (text)
		text = take_number(text, &real);
	if (!text || !take_number(text, &effective))
		return false;
	*euid = (uid_t)effective;
	return true;
}

/* In a kernel without hugetlb nobody has any. */
bool procstat_hugetlb(const char *text, uint64_t *hugetlb)
{
	uint64_t kib = 0;

	if (find_line(text, "HugetlbPages:") &&
	    !procstat_number(text, "HugetlbPages:", &kib))
		return false;
	*hugetlb = kib * 1024;
	return true;
}

bool procstat_swap(const char *text, uint64_t *swapped)
{
	uint64_t kib;

	if (!procstat_number(text, "VmSwap:", &kib))
		return false;
	*swapped = kib * 1024;
	return true;
}
