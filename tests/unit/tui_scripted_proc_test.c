// SPDX-License-Identifier: GPL-2.0
/*
 * The /proc source on a /proc of the test's: a folder whose files say what the
 * test wrote, so that each number that comes out is known, the second time
 * round, too. Users have the names that the test gives them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "check.h"
#include "common/clock.h"
#include "source/source.h"

#define KIB	1024ULL
#define PAGE	4096ULL
#define TURNS	16		/* sweeps until all was read of all */

static char root[] = "/tmp/proc-XXXXXX";
static const atomic_bool never;

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path);
int __wrap_getpwuid_r(uid_t uid, struct passwd *entry, char *buf, size_t size,
		      struct passwd **found);

/* Where @path lies here; valid until the next call. */
static const char *place(const char *path)
{
	static char here[256];

	if (strncmp(path, "/proc", 5))
		return path;
	snprintf(here, sizeof(here), "%s%s", root, path + 5);
	return here;
}

int __wrap_open(const char *path, int flags, ...)
{
	return __real_open(place(path), flags, 0600);
}

DIR *__wrap_opendir(const char *path)
{
	return __real_opendir(place(path));
}

int __wrap_getpwuid_r(uid_t uid, struct passwd *entry, char *buf, size_t size,
		      struct passwd **found)
{
	*found = NULL;
	if (uid != 1000)
		return uid == 2000 ? EIO : 0;
	snprintf(buf, size, "ada");
	entry->pw_name = buf;
	*found = entry;
	return 0;
}

static void write_bytes(const char *name, const char *bytes, size_t len)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", root, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	fclose(file);
}

/* write_file(NAME, FORMAT...): it says that from now on */
static void write_file(const char *name, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void write_file(const char *name, const char *fmt, ...)
{
	char text[2048];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	write_bytes(name, text, (size_t)len);
}

static void write_system(uint64_t total, uint64_t available, uint64_t faults)
{
	write_file("meminfo",
		   "MemTotal:%15llu kB\nMemFree:      1 kB\n"
		   "MemAvailable:%11llu kB\nSwapCached:   7 kB\n"
		   "SwapTotal:       2048 kB\nSwapFree:        1040 kB\n",
		   (unsigned long long)total, (unsigned long long)available);
	write_file("vmstat", "pgalloc 1\npgfault %llu\npgmajfault 77\nx 3\n",
		   (unsigned long long)faults);
}

/* A process as its files tell of it. */
struct made {
	pid_t pid, ppid;
	const char *comm;
	char state;
	unsigned int flags, threads;
	unsigned long minflt, majflt, start, size, resident, swap_kb, oom;
	uid_t uid, euid;
};

static void write_process(const struct made *it)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/%d", root, (int)it->pid);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%d/stat", (int)it->pid);
	write_file(path,
		   "%d (%s) %c %d 4 5 6 7 %u %lu 91 %lu 93 14 15 16 17 18 19 %u 0 %lu 23 24\n",
		   (int)it->pid, it->comm, it->state, (int)it->ppid, it->flags,
		   it->minflt, it->majflt, it->threads, it->start);
	snprintf(path, sizeof(path), "%d/statm", (int)it->pid);
	write_file(path, "%lu %lu 3 4 0 6 0\n", it->size, it->resident);
	snprintf(path, sizeof(path), "%d/status", (int)it->pid);
	write_file(path,
		   "Name:\t%s\nUid:\t%u\t%u\t3\t4\nGid:\t9\t9\t9\t9\n"
		   "VmSize:\t%lu kB\nVmRSS:\t%lu kB\nVmSwap:\t%8lu kB\n"
		   "HugetlbPages:\t       0 kB\nThreads:\t%u\n",
		   it->comm, it->uid, it->euid, it->size * 4, it->resident * 4,
		   it->swap_kb, it->threads);
	snprintf(path, sizeof(path), "%d/oom_score", (int)it->pid);
	write_file(path, "%lu\n", it->oom);
}

static const struct made ada = {
	.pid = 41, .ppid = 7, .comm = "a) b (c", .state = 'S', .threads = 1,
	.minflt = 1001, .majflt = 13, .start = 5000, .size = 300,
	.resident = 120, .swap_kb = 64, .oom = 667, .uid = 0, .euid = 1000,
};

static const struct made large = {
	.pid = 1234567, .ppid = 41, .comm = "large", .state = 'R',
	.threads = 3, .minflt = 5, .majflt = 0, .start = 7000, .size = 1 << 30,
	.resident = 9, .swap_kb = 1000, .oom = 1333, .uid = 5, .euid = 4000000000,
};

static const struct made kthread = {
	.pid = 2, .comm = "kthreadd", .state = 'S', .flags = 0x00200040,
	.threads = 1, .start = 1,
};

static const struct made zombie = {
	.pid = 900, .ppid = 41, .comm = "over", .state = 'Z', .threads = 1,
	.start = 6000, .minflt = 3,
};

struct fixture {
	struct source *source;
	struct demand demand;
	struct sample sample;
};

static int set_up(void **state)
{
	struct fixture *it = calloc(1, sizeof(*it));

	strcpy(root, "/tmp/proc-XXXXXX");
	if (!it || !mkdtemp(root))
		return -1;
	write_system(1000, 400, 5000);
	write_process(&large);
	write_process(&ada);
	write_process(&kthread);
	write_process(&zombie);
	write_file("uptime", "no process\n");
	it->source = source_proc.open(&never);
	it->demand.list = true;
	*state = it;
	return it->source ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *stat, int flag,
		      struct FTW *ftw)
{
	(void)stat;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static int tear_down(void **state)
{
	struct fixture *it = *state;

	source_proc.close(it->source);
	demand_release(&it->demand);
	sample_release(&it->sample);
	free(it);
	return nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void take_sample(struct fixture *it)
{
	sample_reset(&it->sample);
	assert_int_equal(source_proc.sample(it->source, &it->demand,
					    &it->sample), ST_OK);
}

static int compare_pids(const void *a, const void *b)
{
	return ((const struct proc *)a)->id.pid -
	       ((const struct proc *)b)->id.pid;
}

/* A folder has them in any order, /proc by rising pid. */
static const struct proc *find(const struct fixture *it, pid_t pid)
{
	const struct proc key = { .id.pid = pid };

	qsort(it->sample.procs, it->sample.nr_procs, sizeof(key),
	      compare_pids);
	return bsearch(&key, it->sample.procs, it->sample.nr_procs,
		       sizeof(key), compare_pids);
}

static void check_process(const struct proc *told, const struct made *made)
{
	assert_non_null(told);
	assert_string_equal(told->comm, made->comm);
	assert_int_equal(told->ppid, made->ppid);
	assert_int_equal(told->uid, made->euid);
	assert_int_equal(told->id.start_ns, made->start * NSEC_PER_SEC /
			 (uint64_t)sysconf(_SC_CLK_TCK));
	assert_int_equal(told->minflt, made->minflt);
	assert_int_equal(told->majflt, made->majflt);
	assert_int_equal(told->reserved, made->size * PAGE);
	assert_int_equal(told->resident, made->resident * PAGE);
	assert_int_equal(told->shared, 3 * PAGE);
	assert_true(told->known & KNOWN_NICE);
	assert_int_equal(told->nice, 19);
	assert_int_equal(told->nr_threads, made->threads);
	assert_int_equal(told->swapped, made->swap_kb * KIB);
	assert_int_equal(told->oom_score, made->oom);
	assert_int_equal(told->flags, 0);
	assert_int_equal(told->known & (KNOWN_TASK | KNOWN_FAULTS | KNOWN_MM |
					KNOWN_SWAP | KNOWN_OOM),
			 KNOWN_TASK | KNOWN_FAULTS | KNOWN_MM | KNOWN_SWAP |
			 KNOWN_OOM);
}

static void test_the_list(void **state)
{
	struct fixture *it = *state;
	const struct proc *told;

	take_sample(it);
	assert_int_equal(it->sample.sections, SECTION_LIST);
	assert_int_equal(it->sample.nr_procs, 4);
	check_process(find(it, 41), &ada);
	check_process(find(it, 1234567), &large);
	told = find(it, 2);
	assert_int_equal(told->flags, PROC_KTHREAD);
	assert_int_equal(told->reserved, 0);
	assert_true(told->known & KNOWN_MM);
	told = find(it, 900);
	assert_int_equal(told->flags, PROC_ZOMBIE);
	assert_int_equal(told->ppid, 41);
	assert_int_equal(it->sample.sys.reserved, (300 + (1ULL << 30)) * PAGE);
	assert_int_equal(it->sample.sys.resident, (120 + 9) * PAGE);
	assert_true(it->sample.sys.known & KNOWN_TOTALS);
}

static void test_the_system(void **state)
{
	struct fixture *it = *state;
	const struct sys_stat *sys = &it->sample.sys;

	take_sample(it);
	assert_int_equal(sys->known, KNOWN_TOTALS | KNOWN_MEMORY | KNOWN_VMSTAT);
	assert_int_equal(sys->mem_total, 1000 * KIB);
	assert_int_equal(sys->mem_used, 600 * KIB);
	assert_int_equal(sys->swap_total, 2048 * KIB);
	assert_int_equal(sys->swap_used, 1008 * KIB);
	assert_int_equal(sys->faults, 5000);
	assert_int_equal(sys->majflt, 77);
	/* the files stay open, and are read from their start again */
	write_system(1000, 999, 123456789012);
	take_sample(it);
	assert_int_equal(sys->mem_used, 1 * KIB);
	assert_int_equal(sys->faults, 123456789012);
}

static void test_what_the_system_does_not_tell(void **state)
{
	struct fixture *it = *state;

	write_file("meminfo", "MemTotal: 5 kB\nSwapTotal: 3 kB\nSwapFree: 1 kB\n");
	write_file("vmstat", "pgfault 5\n");
	take_sample(it);
	assert_int_equal(it->sample.sys.known, KNOWN_TOTALS);
	write_system(1000, 400, 5000);
	write_file("vmstat", "pgmajfault 5\n");
	take_sample(it);
	assert_int_equal(it->sample.sys.known, KNOWN_TOTALS | KNOWN_MEMORY);
	write_bytes("meminfo", "", 0);
	write_file("vmstat", "pgmajfault 5\npgfault 6\n");
	take_sample(it);
	assert_int_equal(it->sample.sys.known, KNOWN_TOTALS | KNOWN_VMSTAT);
}

/* Sizes in each sweep; the rest of a row on screen, of others in their turn. */
static void test_the_second_time(void **state)
{
	struct fixture *it = *state;
	struct made now = ada;
	const struct proc *told;
	int i;

	take_sample(it);
	now.size += 1;
	now.resident += 10;
	now.minflt += 100;
	now.majflt += 1;
	now.swap_kb += 4;
	now.oom += 1;
	now.euid = 77;
	write_process(&now);
	take_sample(it);
	told = find(it, 41);
	assert_int_equal(told->reserved, now.size * PAGE);
	assert_int_equal(told->resident, now.resident * PAGE);
	/* with its size, what is swapped of it changes, too */
	assert_int_equal(told->swapped, now.swap_kb * KIB);
	demand_shown(&it->demand, (struct proc_id){ .pid = 41 });
	take_sample(it);
	check_process(find(it, 41), &now);
	/* not shown any more, its turn comes all the same */
	it->demand.nr_shown = 0;
	now.oom += 5;
	write_process(&now);
	for (i = 0; i < TURNS; i++)
		take_sample(it);
	assert_int_equal(find(it, 41)->oom_score, now.oom);
	assert_int_equal(it->sample.sys.reserved,
			 (now.size + (1ULL << 30)) * PAGE);
}

/* Another process under the same number inherits nothing. */
static void test_a_pid_used_anew(void **state)
{
	struct fixture *it = *state;
	struct made now = { .pid = 41, .comm = "new", .state = 'S',
			    .threads = 1, .start = 9000, .size = 5,
			    .resident = 2, .oom = 1, .euid = 3 };
	char path[64], kept[64];

	take_sample(it);
	/* another folder, as its inode tells */
	snprintf(path, sizeof(path), "%s/41", root);
	snprintf(kept, sizeof(kept), "%s/kept", root);
	assert_int_equal(rename(path, kept), 0);
	write_process(&now);
	take_sample(it);
	check_process(find(it, 41), &now);
}

static void test_who_is_gone_is_gone(void **state)
{
	struct fixture *it = *state;
	char path[64], hidden[64];

	take_sample(it);
	snprintf(path, sizeof(path), "%s/41", root);
	snprintf(hidden, sizeof(hidden), "%s/hidden", root);
	assert_int_equal(rename(path, hidden), 0);
	take_sample(it);
	assert_null(find(it, 41));
	assert_int_equal(it->sample.nr_procs, 3);
	assert_int_equal(it->sample.sys.resident, 9 * PAGE);
	/* and one without a memory's size is about to be */
	snprintf(path, sizeof(path), "%s/1234567/statm", root);
	assert_int_equal(unlink(path), 0);
	take_sample(it);
	assert_null(find(it, 1234567));
}

/* What is not told is not known, instead of 0 or as it was before. */
static void test_unknown(void **state)
{
	struct fixture *it = *state;
	char path[64];

	take_sample(it);
	demand_shown(&it->demand, (struct proc_id){ .pid = 41 });
	snprintf(path, sizeof(path), "%s/41/oom_score", root);
	assert_int_equal(unlink(path), 0);
	write_file("41/status", "Name:\tx\nUid:\t1\t2\t3\t4\nThreads:\t1\n");
	take_sample(it);
	assert_int_equal(find(it, 41)->known & (KNOWN_OOM | KNOWN_SWAP), 0);
	assert_int_equal(find(it, 41)->uid, 2);
}

static struct proc_id id_of(const struct made *made)
{
	return (struct proc_id){
		.pid = made->pid,
		.start_ns = made->start * NSEC_PER_SEC /
			    (uint64_t)sysconf(_SC_CLK_TCK),
	};
}

static const char *text_of(const struct fixture *it, size_t i)
{
	assert_true(i < it->sample.nr_texts);
	return it->sample.texts[i].text;
}

static void ask_for_commands(struct fixture *it)
{
	demand_reset(&it->demand);
	demand_text(&it->demand, TEXT_COMMAND, id_of(&ada), 0);
	demand_text(&it->demand, TEXT_COMMAND, id_of(&large), 0);
	take_sample(it);
	assert_int_equal(it->sample.sections, SECTION_TEXTS);
	assert_int_equal(it->sample.nr_texts, 2);
	assert_int_equal(it->sample.texts[0].kind, TEXT_COMMAND);
	assert_int_equal(it->sample.texts[0].id.pid, 41);
}

static void test_commands(void **state)
{
	struct fixture *it = *state;

	take_sample(it);
	write_bytes("41/cmdline", "prog\0-a b\0\0c\0", 13);
	ask_for_commands(it);
	assert_string_equal(text_of(it, 0), "prog -a b  c");
	/* there is no such file */
	assert_null(text_of(it, 1));
	write_bytes("41/cmdline", "", 0);
	write_bytes("1234567/cmdline", "\0\0 \0", 4);
	ask_for_commands(it);
	assert_null(text_of(it, 0));
	assert_null(text_of(it, 1));
	/* as sendmail writes over its arguments: no NUL, blanks behind */
	write_bytes("41/cmdline", "waiting   ", 10);
	write_bytes("1234567/cmdline", "x", 1);
	ask_for_commands(it);
	assert_string_equal(text_of(it, 0), "waiting");
	assert_string_equal(text_of(it, 1), "x");
}

/* What another process has under that number by now is not its command. */
static void test_commands_of_a_pid_used_anew(void **state)
{
	struct fixture *it = *state;
	struct made now = ada;

	write_bytes("41/cmdline", "new", 4);
	write_bytes("1234567/cmdline", "large", 6);
	now.start++;
	write_process(&now);
	ask_for_commands(it);
	assert_null(text_of(it, 0));
	assert_string_equal(text_of(it, 1), "large");
}

static void test_users(void **state)
{
	static const uid_t uids[] = { 1000, 1001, 2000 };
	struct fixture *it = *state;
	size_t i;

	demand_reset(&it->demand);
	for (i = 0; i < ARRAY_SIZE(uids); i++)
		demand_text(&it->demand, TEXT_USER, (struct proc_id){ 0 },
			    uids[i]);
	take_sample(it);
	for (i = 0; i < ARRAY_SIZE(uids); i++) {
		assert_int_equal(it->sample.texts[i].kind, TEXT_USER);
		assert_int_equal(it->sample.texts[i].uid, uids[i]);
	}
	assert_string_equal(text_of(it, 0), "ada");
	assert_null(text_of(it, 1));
	assert_null(text_of(it, 2));
	/* of the last one nobody could say whether it has one */
	assert_false(it->sample.texts[1].failed);
	assert_true(it->sample.texts[2].failed);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_list),
		TEST(test_the_system),
		TEST(test_what_the_system_does_not_tell),
		TEST(test_the_second_time),
		TEST(test_a_pid_used_anew),
		TEST(test_who_is_gone_is_gone),
		TEST(test_unknown),
		TEST(test_commands),
		TEST(test_commands_of_a_pid_used_anew),
		TEST(test_users),
	};

	return cmocka_run_group_tests_name("scripted proc", tests, NULL, NULL);
}
