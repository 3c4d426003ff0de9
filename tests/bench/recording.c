// SPDX-License-Identifier: GPL-2.0
/*
 * recording [SECONDS]: record an hour, or so long, of 1,000 idle processes and
 * four demonstrations that are followed, each of 256 MiB of which it touches
 * 4 MiB in a second, and gives them back when it has all. Prints in bytes what
 * the file takes, and of what in it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "data/recording.h"
#include "fixture_recording.h"

#define NR_IDLE		1000
#define NR_DEMOS	4
#define DEMO_PAGES	(256 << 8)	/* of 4 KiB, in 256 MiB */
#define DEMO_RATE	(4 << 8)	/* of them in a second */
#define DEMO_BASE	0x7f0000000000ULL
#define SECOND		1000000000ULL

enum way { LINEAR, RANDOM, STRIDE, ZERO };

struct demo {
	enum way way;
	struct proc_id id;
	unsigned char states[DEMO_PAGES];
	uint32_t order[DEMO_PAGES];
	size_t touched;
};

static struct demo demos[NR_DEMOS];
static uint64_t series = 1;

static size_t below(size_t limit)
{
	series = series * 6364136223846793005 + 1442695040888963407;
	return (size_t)((series >> 33) % limit);
}

static void shuffle(uint32_t *order)
{
	size_t i, k;
	uint32_t page;

	for (i = DEMO_PAGES - 1; i; i--) {
		k = below(i + 1);
		page = order[i];
		order[i] = order[k];
		order[k] = page;
	}
}

static void begin_demo(struct demo *demo, enum way way, pid_t pid)
{
	uint32_t i;

	demo->way = way;
	demo->id = (struct proc_id){ .pid = pid, .start_ns = 77 * SECOND };
	/* every 16th, then those behind them ... */
	for (i = 0; i < DEMO_PAGES; i++)
		demo->order[i] = way == STRIDE ?
			i % (DEMO_PAGES / 16) * 16 + i / (DEMO_PAGES / 16) : i;
	if (way == RANDOM)
		shuffle(demo->order);
}

static void run_demo(struct demo *demo)
{
	size_t i;

	if (demo->touched == DEMO_PAGES) {
		memset(demo->states, PAGE_UNTOUCHED, sizeof(demo->states));
		demo->touched = 0;
		if (demo->way == RANDOM)
			shuffle(demo->order);
	}
	for (i = 0; i < DEMO_RATE; i++)
		demo->states[demo->order[demo->touched++]] =
			demo->way == ZERO ? PAGE_ZERO : PAGE_WRITTEN;
}

static void add_idle(struct sample *sample, pid_t pid)
{
	struct proc *proc = sample_add_proc(sample);

	proc->id = (struct proc_id){ .pid = pid,
				     .start_ns = (uint64_t)pid * 31000000 };
	proc->known = 0xff & ~KNOWN_HUGETLB;
	proc->uid = (uid_t)(below(4) * 1000);
	proc->ppid = (pid_t)(1 + below(30));
	proc->exec_seq = 1 + below(4);
	proc->args_id = series >> 20;
	proc->oom_score = (uint32_t)below(700);
	proc->run_state = 'S';
	proc->cpu_ns = below(100000) * 10000000;
	proc->minflt = below(100000);
	proc->majflt = below(50);
	proc->reserved = below(100000) * PAGE_BYTES;
	proc->resident = proc->reserved / 10 / PAGE_BYTES * PAGE_BYTES;
	snprintf(proc->comm, sizeof(proc->comm), "daemon-%zu", below(300));
}

static void begin_list(struct sample *list)
{
	pid_t pid;

	list->sections = SECTION_LIST;
	list->sys = (struct sys_stat){
		.known = 7, .mem_total = 16ULL << 30, .mem_used = 3ULL << 30,
		.resident = 5ULL << 30, .reserved = 90ULL << 30,
	};
	for (pid = 1; pid <= NR_IDLE + NR_DEMOS; pid++)
		add_idle(list, 3 * pid);
}

/* A second of machines that have nothing to do: some wake up. */
static void idle(struct sample *list)
{
	struct proc *proc;
	size_t i;

	for (i = 0; i < NR_IDLE / 50; i++) {
		proc = &list->procs[below(NR_IDLE)];
		proc->cpu_ns += below(2) * 10000000;
		proc->minflt += below(4) ? 0 : below(30);
		if (!below(10))
			proc->resident += PAGE_BYTES;
	}
	for (i = 0; i < NR_DEMOS; i++) {
		proc = &list->procs[NR_IDLE + i];
		proc->run_state = below(2) ? 'S' : 'R';
		proc->cpu_ns += below(3) * 10000000;
		proc->minflt += DEMO_RATE;
		proc->reserved = 300 << 20;
		proc->resident = demos[i].touched * PAGE_BYTES;
	}
	list->sys.faults += NR_DEMOS * DEMO_RATE + below(1000);
	list->sys.mem_used += below(1000) * PAGE_BYTES;
	list->sys.resident += below(1000) * PAGE_BYTES;
	list->cost_ns = 3000000 + below(1000000);
}

/* What is asked for again with each second, and never another text. */
static void set_texts(struct sample *texts, const struct sample *list)
{
	struct sample_text *text;
	size_t i;

	sample_reset(texts);
	texts->sections = SECTION_TEXTS;
	for (i = 0; i < 50; i++) {
		text = sample_add_text(texts);
		text->kind = TEXT_COMMAND;
		text->id = list->procs[below(list->nr_procs)].id;
		text->text = xcalloc(200, 1);
		snprintf(text->text, 200,
			 "/usr/lib/daemon/daemon --instance %d --config /etc/daemon/%d.conf",
			 text->id.pid, text->id.pid % 97);
	}
}

static void add_mappings(struct sample *sample)
{
	struct sample_mapping *mapping;
	char name[40];
	size_t i;

	for (i = 0; i < 30; i++) {
		mapping = sample_add_mapping(sample);
		mapping->start = 0x560000000000 + (i << 20);
		mapping->end = mapping->start + PAGE_BYTES * (1 + i * 7);
		mapping->flags = (uint8_t)(i % 8);
		mapping->kind = KIND_FILE;
		snprintf(name, sizeof(name), "/usr/lib/lib%zu.so", i / 4);
		mapping->name = sample_add_name(sample, name);
	}
	mapping = sample_add_mapping(sample);
	mapping->start = DEMO_BASE;
	mapping->end = DEMO_BASE + DEMO_PAGES * PAGE_BYTES;
	mapping->flags = MAPPING_READ | MAPPING_WRITE;
	mapping->kind = KIND_TAMALLOC;
	mapping->name = sample_add_name(sample, "[anon:tamalloc]");
}

static void add_runs(struct sample *sample, const struct demo *demo)
{
	struct page_run *run;
	size_t page, end;

	for (page = 0; page < DEMO_PAGES; page = end) {
		for (end = page + 1; end < DEMO_PAGES; end++)
			if (demo->states[end] != demo->states[page])
				break;
		if (demo->states[page] == PAGE_UNTOUCHED)
			continue;
		run = sample_add_run(sample);
		run->start = DEMO_BASE + page * PAGE_BYTES;
		run->pages = end - page;
		run->state = (enum page_state)demo->states[page];
	}
}

/* All mappings are looked at, one after another. */
static void set_target(struct sample *sample, const struct demo *demo,
		       uint64_t now_ns)
{
	struct sample_range *range;
	struct sample_look *look;
	size_t i;

	sample_reset(sample);
	sample->sections = SECTION_TARGET | SECTION_RUNS;
	sample->target = (struct sample_target){
		.id = demo->id, .state = TARGET_OK, .mm_id = 4711,
		.has = TARGET_HAS_WHO | TARGET_HAS_MAPPINGS |
		       TARGET_TELLS_ZERO,
		.ppid = 1, .run_state = below(2) ? 'S' : 'R', .nr_threads = 1,
		.time_ns = now_ns, .cost_ns = 500000 + below(100000),
	};
	add_mappings(sample);
	look = sample_add_look(sample);
	look->id = demo->id;
	look->mm_id = 4711;
	look->time_ns = now_ns + 300000;
	for (i = 0; i < sample->nr_mappings; i++) {
		range = sample_add_range(sample);
		range->start = sample->mappings[i].start;
		range->end = sample->mappings[i].end;
		range->time_ns = now_ns + i * (9000 + below(1000));
	}
	add_runs(sample, demo);
}

static uint64_t written;

static void record(struct recording_writer *writer, struct sample *sample,
		   uint64_t now_ns, uint64_t *bytes)
{
	sample->time_ns = now_ns - 3000000 - below(1000000);
	sample->wall_s = (int64_t)(now_ns / SECOND);
	if (recording_write(writer, sample, now_ns) != ST_OK) {
		perror("recording");
		exit(1);
	}
	*bytes += recording_written(writer) - written;
	written = recording_written(writer);
}

int main(int argc, char **argv)
{
	uint64_t seconds = argc > 1 ? strtoull(argv[1], NULL, 10) : 3600;
	uint64_t s, now_ns, bytes[2 + NR_DEMOS] = { 0 };
	struct sample list = { 0 }, texts = { 0 }, target = { 0 };
	struct recording_writer *writer;
	const char *path = argc > 2 ? argv[2] : "/dev/null";
	size_t i;

	writer = recording_writer_new(open(path, O_RDWR | O_CREAT | O_TRUNC,
					   0600), &world_header);
	if (!writer) {
		perror(path);
		return 1;
	}
	written = recording_written(writer);
	begin_list(&list);
	for (i = 0; i < NR_DEMOS; i++)
		begin_demo(&demos[i], (enum way)i,
			   list.procs[NR_IDLE + i].id.pid);
	for (i = 0; i < NR_DEMOS; i++)
		list.procs[NR_IDLE + i].id = demos[i].id;
	for (s = 0; s < seconds; s++) {
		now_ns = world_header.time_ns + s * SECOND + below(1000000);
		idle(&list);
		record(writer, &list, now_ns, &bytes[0]);
		set_texts(&texts, &list);
		record(writer, &texts, now_ns, &bytes[1]);
		for (i = 0; i < NR_DEMOS; i++) {
			run_demo(&demos[i]);
			set_target(&target, &demos[i], now_ns);
			record(writer, &target, now_ns, &bytes[2 + i]);
		}
	}
	printf("%llu bytes: list and keys %llu, texts %llu, linear %llu, random %llu, stride %llu, zero %llu\n",
	       (unsigned long long)recording_written(writer),
	       (unsigned long long)bytes[0], (unsigned long long)bytes[1],
	       (unsigned long long)bytes[2], (unsigned long long)bytes[3],
	       (unsigned long long)bytes[4], (unsigned long long)bytes[5]);
	sample_release(&list);
	sample_release(&texts);
	sample_release(&target);
	return recording_close(writer) == ST_OK ? 0 : 1;
}
