// SPDX-License-Identifier: GPL-2.0
/* The guest's kernel log: kept, and searched for faults. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

#define KEEP		(1024 * 1024)	/* bytes of log */
#define TAIL		25		/* lines shown when there is no fault */
#define BEFORE		2		/* lines shown before a fault */
#define AFTER		60		/* lines shown from a fault on */

/*
 * How the kernel begins a line about a fault of its own. Only beginnings:
 * names of programs, which may be anything, come later in a line.
 */
static const char *const faults[] = {
	"Kernel panic", "BUG: ", "BUG ", "kernel BUG at", "WARNING: ", "Oops",
	"general protection fault", "double fault", "UBSAN: ", "kmemleak: ",
	"INFO: task ", "INFO: rcu", "rcu: INFO: rcu", "watchdog: BUG: ",
	"INFO: trying to register non-static key", "refcount_t: ",
	"list_add corruption", "list_del corruption",
	"init: ",		/* ours, when it gives up */
};

/* And how it begins one that looks the same. */
static const char *const news[] = {
	"kmemleak: Kernel memory leak detector initialized",
};

/*
 * A data race is a fault of ours if one of these is in either task's stack: the
 * calls with all that is below them, what else of the series may be in another
 * task's, and one that is planted. The kernel's own races are its own matter,
 * and so are those of an interrupt, whatever it met (kernel/kcsan/report.c).
 */
static const char *const ours[] = {
	"sys_tamalloc+", "sys_get_mem_stats+", "sys_get_total_mem_stats+",
	"sys_list_mem_stats+", "oom_score+", "next_tgid+", "abi_show+",
	"run_a_race+",
};

#define RACE		"BUG: KCSAN: "
#define RACE_END	"====="
#define RACE_TASK	" by task "
#define RACE_INTERRUPT	" by interrupt on cpu "

void klog_init(struct klog *k)
{
	*k = (struct klog) { .fault = SIZE_MAX, .race = SIZE_MAX };
}

/* Skips "[    1.234567] ", and "[ T123] " or "[ C0] " where configured. */
static const char *after_stamps(const char *line)
{
	while (*line == '[') {
		const char *end = strchr(line, ']');

		if (!end)
			break;
		line = end + 1;
		while (*line == ' ')
			line++;
	}
	return line;
}

static bool begins(const char *line, const char *with)
{
	return !strncmp(line, with, strlen(with));
}

static bool begins_any(const char *line, const char *const *with, size_t nr)
{
	while (nr--)
		if (begins(line, with[nr]))
			return true;
	return false;
}

static bool is_fault(const char *line)
{
	return begins_any(line, faults, ARRAY_SIZE(faults)) &&
	       !begins_any(line, news, ARRAY_SIZE(news));
}

static bool is_ours(const char *line)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ours); i++)
		if (strstr(line, ours[i]))
			return true;
	return false;
}

static void found(struct klog *k, size_t at)
{
	k->fault = at;
	snprintf(k->what, sizeof(k->what), "%.*s",
		 (int)strcspn(after_stamps(k->text + at), "\n"),
		 after_stamps(k->text + at));
}

/* Whose race it was is known when its report has ended, or the log. */
static void end_race(struct klog *k)
{
	if (k->race_ours && k->fault == SIZE_MAX)
		found(k, k->race);
	k->race = SIZE_MAX;
	k->race_ours = false;
	k->race_interrupt = false;
}

static void check_race(struct klog *k, const char *line)
{
	if (strstr(line, RACE_TASK))
		k->race_interrupt = false;
	else if (strstr(line, RACE_INTERRUPT))
		k->race_interrupt = true;
	else if (!k->race_interrupt && is_ours(line))
		k->race_ours = true;
	if (begins(line, RACE_END))
		end_race(k);
}

static void check_line(struct klog *k)
{
	const char *line = after_stamps(k->text + k->line);

	if (k->race != SIZE_MAX)
		check_race(k, line);
	if (begins(line, RACE)) {
		k->race = k->line;
		return;
	}
	if (is_fault(line))
		found(k, k->line);
}

/* Adds what may be shown on a terminal; the serial line ends lines by CR LF. */
static void add_byte(struct klog *k, unsigned char c)
{
	if (c == '\r')
		return;
	if (c != '\n') {
		k->text[k->len++] = isprint(c) || c == '\t' ? c : '?';
		return;
	}
	k->text[k->len] = '\0';
	if (k->fault == SIZE_MAX)
		check_line(k);
	k->text[k->len++] = '\n';
	k->line = k->len;
}

/* Makes room: a log with a fault keeps its start, another one its end. */
static bool make_room(struct klog *k, size_t more)
{
	size_t cut;
	char *text;

	if (k->len + more >= KEEP) {
		if (k->fault != SIZE_MAX)
			return false;
		cut = k->line < KEEP / 2 ? k->line : KEEP / 2;
		if (!cut)
			cut = k->len;
		memmove(k->text, k->text + cut, k->len - cut);
		k->len -= cut;
		k->line = k->line > cut ? k->line - cut : 0;
		if (k->race != SIZE_MAX)
			k->race = k->race > cut ? k->race - cut : 0;
	}
	if (k->len + more < k->cap)
		return true;
	text = realloc(k->text, k->len + more + KEEP / 8);
	if (!text)
		return false;
	k->text = text;
	k->cap = k->len + more + KEEP / 8;
	return true;
}

bool klog_read(struct klog *k, int fd)
{
	unsigned char buf[4096];
	ssize_t n = read(fd, buf, sizeof(buf)), i;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0) {
		end_race(k);
		return false;
	}
	if (!make_room(k, n + 1))
		return true;
	for (i = 0; i < n; i++)
		add_byte(k, buf[i]);
	k->text[k->len] = '\0';
	return true;
}

/* The start of the line that is @lines before @at. */
static size_t lines_back(const struct klog *k, size_t at, int lines)
{
	while (at > 0 && lines >= 0) {
		if (k->text[at - 1] == '\n' && lines-- == 0)
			break;
		at--;
	}
	return at;
}

void klog_show(const struct klog *k)
{
	size_t at, end = k->len;
	int lines = TAIL;

	if (!k->len)
		return;
	if (k->text[end - 1] == '\n')
		end--;
	at = lines_back(k, end, TAIL - 1);
	if (k->fault != SIZE_MAX) {
		at = lines_back(k, k->fault, BEFORE);
		lines = BEFORE + AFTER;
	}
	fprintf(stderr, "vm/run: from the guest's kernel log:\n");
	while (at < end && lines--) {
		int len = strcspn(k->text + at, "\n");

		fprintf(stderr, "  | %.*s\n", len, k->text + at);
		at += len + 1;
	}
}
