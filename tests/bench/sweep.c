// SPDX-License-Identifier: GPL-2.0
/*
 * sweep SIZE: what it takes to ask for all processes, each way as cheaply as can
 * be: one file of each, five of each, one call for each, one for all. Prints
 * lines "sweep.SIZE.WAY NUMBER", nanoseconds of processor time, the least of
 * several.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <tamalloc.h>

#define REPETITIONS	5
#define NR_RECORDS	4096
#define NSEC_PER_SEC	1000000000ULL

typedef void (*way_fn)(DIR *proc);

static uint64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (uint64_t)ts.tv_sec * NSEC_PER_SEC + (uint64_t)ts.tv_nsec;
}

static void read_file(int proc, const char *pid, const char *name)
{
	char path[64], buf[4096];
	int fd;

	stpcpy(stpcpy(stpcpy(path, pid), "/"), name);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (read(fd, buf, sizeof(buf)) < 0)
		perror(path);
	close(fd);
}

static void read_files(DIR *proc, const char *const *names, size_t nr)
{
	const struct dirent *entry;
	size_t i;

	rewinddir(proc);
	while ((entry = readdir(proc)))
		for (i = 0; i < nr && isdigit(entry->d_name[0]); i++)
			read_file(dirfd(proc), entry->d_name, names[i]);
}

static void one_file(DIR *proc)
{
	static const char *const names[] = { "statm" };

	read_files(proc, names, 1);
}

static void five_files(DIR *proc)
{
	static const char *const names[] = {
		"stat", "statm", "status", "oom_score", "cmdline",
	};

	read_files(proc, names, sizeof(names) / sizeof(names[0]));
}

static void call_for_each(DIR *proc)
{
	const struct dirent *entry;
	struct mem_stats stats;

	rewinddir(proc);
	while ((entry = readdir(proc)))
		if (isdigit(entry->d_name[0]))
			get_mem_stats(atoi(entry->d_name), &stats);
}

static void call_for_all(DIR *proc)
{
	static struct memstat_rec recs[NR_RECORDS];
	struct memstat_req req = {
		.size = sizeof(req), .rec_size = sizeof(recs[0]),
		.mask = MEMSTAT_TASK | MEMSTAT_MM | MEMSTAT_OOM,
	};
	long nr;

	(void)proc;
	while ((nr = list_mem_stats(&req, recs, NR_RECORDS, 0)) > 0)
		req.after_pid = recs[nr - 1].pid;
	if (nr < 0)
		perror("list_mem_stats");
}

static void measure(const char *size, const char *name, way_fn way, DIR *proc)
{
	uint64_t start, cost, least = UINT64_MAX;
	int n;

	for (n = 0; n < REPETITIONS; n++) {
		start = now();
		way(proc);
		cost = now() - start;
		if (cost < least)
			least = cost;
	}
	printf("sweep.%s.%s %lu\n", size, name, least);
}

int main(int argc, char **argv)
{
	DIR *proc = opendir("/proc");

	if (argc != 2 || !proc) {
		fputs("usage: sweep SIZE\n", stderr);
		return 2;
	}
	measure(argv[1], "statm", one_file, proc);
	measure(argv[1], "five-files", five_files, proc);
	if (tamalloc_has() & TAMALLOC_HAS_MEM_STATS) {
		measure(argv[1], "get_mem_stats", call_for_each, proc);
		measure(argv[1], "list_mem_stats", call_for_all, proc);
	}
	closedir(proc);
	return 0;
}
