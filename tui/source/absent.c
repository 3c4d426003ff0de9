// SPDX-License-Identifier: GPL-2.0
/* Why a process that somebody asks for is not among those a source tells of. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/absent.h"
#include "source/procfs.h"
#include "source/procstat.h"

static const char hidepid[] = "/proc is mounted with hidepid";
static const char scope[] = "vm.mem_stats_scope is not 0";

/* Does kill(2) mean the same processes as /proc does? */
static bool same_namespace(void)
{
	char link[16] = "";

	return readlink("/proc/self", link, sizeof(link) - 1) > 0 &&
	       strtol(link, NULL, 10) == getpid();
}

static bool is_there(pid_t pid)
{
	return !kill(pid, 0) || errno == EPERM;
}

/* The process that has the thread @pid; 0: it is none, or hidden. */
static uint64_t process_of(pid_t pid)
{
	struct procfs_text text = { 0 };
	uint64_t process = 0;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	if (procfs_read(-1, path, &text) ||
	    !procstat_number(text.text, "Tgid:\t", &process) ||
	    process == (uint64_t)pid)
		process = 0;
	procfs_release(&text);
	return process;
}

/* Field 5 is the place, and the last one has the options; see proc(5). */
static bool has_hidepid(void)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	bool found = false;
	char *line = NULL;
	size_t size = 0;

	while (file && getline(&line, &size, file) > 0)
		if (strstr(line, " /proc ") && strstr(line, " - proc "))
			found = strstr(line, "hidepid=");
	free(line);
	if (file)
		fclose(file);
	return found;
}

static bool has_scope(void)
{
	struct procfs_text text = { 0 };
	uint64_t value = 0;

	if (!procfs_read(-1, "/proc/sys/vm/mem_stats_scope", &text))
		procstat_number(text.text, "", &value);
	procfs_release(&text);
	return value;
}

const char *source_hiding(const struct source_ops *ops)
{
	if (ops == &source_syscall)
		return has_scope() ? scope : NULL;
	return has_hidepid() ? hidepid : NULL;
}

enum status source_absent(const struct source_ops *ops, pid_t pid, char *why,
			  size_t len)
{
	const char *hides = source_hiding(ops);
	uint64_t process = process_of(pid);
	bool same = same_namespace();

	if (process) {
		snprintf(why, len, "%d is no process, but a thread of %d",
			 (int)pid, (int)process);
		return ST_GONE;
	}
	if (same && is_there(pid) && hides) {
		snprintf(why, len,
			 "process %d is not ours to see: %s; run tamtop as its user or as root",
			 (int)pid, hides);
		return ST_SYSTEM;
	}
	snprintf(why, len, "there is no process %d%s%s", (int)pid,
		 !same && hides ? ", or it is hidden: " : "",
		 !same && hides ? hides : "");
	return ST_GONE;
}

static bool has_process(const struct sample *sample, pid_t pid)
{
	size_t i;

	for (i = 0; i < sample->nr_procs; i++)
		if (sample->procs[i].id.pid == pid)
			return true;
	return false;
}

static enum status find_all(const struct source_ops *ops,
			    const struct sample *sample, const pid_t *pids,
			    size_t nr, char *why, size_t len)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!has_process(sample, pids[i]))
			return source_absent(ops, pids[i], why, len);
	return ST_OK;
}

enum status source_find_pids(const struct source_ops *ops, const pid_t *pids,
			     size_t nr, char *why, size_t len)
{
	static const atomic_bool never;
	const struct demand demand = { .list = true };
	struct source *source = ops->open(&never);
	struct sample sample = { 0 };
	enum status st = source ? ops->sample(source, &demand, &sample) :
				  ST_SYSTEM;

	if (st == ST_OK)
		st = find_all(ops, &sample, pids, nr, why, len);
	else
		snprintf(why, len, "sample from %s: %s", ops->name,
			 strerror(errno));
	if (source)
		ops->close(source);
	sample_release(&sample);
	return st;
}
