// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/recorder.h"
#include "check.h"
#include "fixture.h"
#include "fixture_dir.h"
#include "fixture_recording.h"

#define NAME "run.tam"

static struct fixture_dir dir;
static struct recorder recorder;
static struct sample sample;
static char why[RECORDER_WHY];

static int set_up(void **state)
{
	(void)state;
	memset(&recorder, 0, sizeof(recorder));
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	fixture_dir_enter(&dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	recorder_release(&recorder);
	sample_release(&sample);
	memset(&sample, 0, sizeof(sample));
	fixture_dir_leave(&dir);
	return 0;
}

static bool start(const char *path)
{
	strcpy(why, "nothing is told");
	return recorder_start(&recorder, path, &world_header, false, why);
}

static void assert_refused(const char *path, const char *reason)
{
	assert_false(start(path));
	assert_string_equal(why, reason);
	assert_false(recorder_is_on(&recorder));
}

static enum recorder_news take(unsigned int second)
{
	sample_reset(&sample);
	fixture_sample(&sample, second);
	return recorder_take(&recorder, &sample, (second + 1) * NSEC_PER_SEC);
}

/* Samples that @path plays; -1: it can't be opened, or is damaged. */
static int samples_of(const char *path)
{
	char said[RECORDING_WHY];
	struct recording_reader *reader = recording_open(path, said);
	struct sample played = { 0 };
	int nr = 0;

	if (!reader)
		return -1;
	while (recording_next(reader, &played))
		nr++;
	if (recording_damage(reader))
		nr = -1;
	sample_release(&played);
	recording_reader_free(reader);
	return nr;
}

static void test_a_file_of_its_own(void **state)
{
	struct stat st;
	unsigned int i;

	(void)state;
	umask(0);
	assert_true(start(NAME));
	assert_true(recorder_is_on(&recorder));
	for (i = 0; i < 3; i++) {
		assert_int_equal(take(i), RECORDER_NONE);
		/* whoever is killed now leaves so many */
		assert_int_equal(samples_of(NAME), (int)i + 1);
	}
	assert_int_equal(stat(NAME, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal((uint64_t)st.st_size, recorder.bytes);
	assert_true(recorder_stop(&recorder));
	assert_false(recorder_is_on(&recorder));
	assert_string_equal(recorder.path, NAME);
	assert_int_equal(take(3), RECORDER_NONE);
	assert_int_equal(samples_of(NAME), 3);
}

static void test_stopped_and_begun_anew(void **state)
{
	(void)state;
	assert_true(start(NAME));
	take(0);
	assert_true(recorder_stop(&recorder));
	assert_true(recorder_stop(&recorder));
	assert_true(start("2.tam"));
	take(1);
	take(2);
	assert_true(recorder_stop(&recorder));
	assert_int_equal(samples_of(NAME), 1);
	assert_int_equal(samples_of("2.tam"), 2);
}

static void test_what_is_there_stays(void **state)
{
	(void)state;
	close(open(NAME, O_WRONLY | O_CREAT, 0600));
	assert_refused(NAME, "run.tam exists: give the name of a new file");
	assert_int_equal(symlink(NAME, "link"), 0);
	assert_refused("link", "link exists: give the name of a new file");
	assert_int_equal(symlink("nowhere", "loose"), 0);
	assert_refused("loose", "loose exists: give the name of a new file");
	assert_int_not_equal(access("nowhere", F_OK), 0);
	assert_int_equal(unlink("loose") | unlink("link"), 0);
	assert_refused("-", "- is no file: give the name of a new one");
	assert_refused(".", ". is a directory: give the name of a new file");
	assert_refused("none/a",
		       "cannot write none/a: No such file or directory");
}

static void test_a_terminal_is_refused(void **state)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY);
	char reason[128];

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(grantpt(fd) | unlockpt(fd), 0);
	snprintf(reason, sizeof(reason),
		 "%s is a terminal: give the name of a new file", ptsname(fd));
	assert_refused(ptsname(fd), reason);
	close(fd);
}

static void test_devices_take_it(void **state)
{
	(void)state;
	assert_true(start("/dev/null"));
	assert_int_equal(take(0), RECORDER_NONE);
	assert_true(recorder_stop(&recorder));
	assert_refused("/dev/full", "cannot write /dev/full: no space");
}

static void test_a_fifo_and_its_reader(void **state)
{
	char bytes[64];
	int fd;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_refused("fifo", "cannot write fifo: nobody reads it");
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_true(fd >= 0);
	assert_true(start("fifo"));
	assert_int_equal(take(0), RECORDER_NONE);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), sizeof(bytes));
	close(fd);
	assert_int_equal(take(1), RECORDER_STOPPED);
	assert_int_equal(recorder.error, EPIPE);
	assert_string_equal(recorder_why(recorder.error),
			    "nobody reads it any more");
	assert_false(recorder_is_on(&recorder));
	assert_int_equal(take(2), RECORDER_NONE);
}

/* Something that no reader takes must not be waited for without an end. */
static void test_a_reader_who_does_not_read(void **state)
{
	enum recorder_news news = RECORDER_NONE;
	unsigned int second = 0;
	int fd;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_true(fcntl(fd, F_SETPIPE_SZ, 4096) > 0);
	assert_true(start("fifo"));
	while (news == RECORDER_NONE && second < 1000)
		news = take(second++);
	assert_int_equal(news, RECORDER_STOPPED);
	assert_int_equal(recorder.error, EAGAIN);
	close(fd);
}

static void read_late(void)
{
	const struct timespec wait = { .tv_nsec = 20 * NSEC_PER_MSEC };
	int fd = open("fifo", O_RDONLY);
	char bytes[4096];

	do
		nanosleep(&wait, NULL);
	while (read(fd, bytes, sizeof(bytes)) > 0);
	_exit(0);
}

static void test_a_slow_reader_gets_all(void **state)
{
	unsigned int second;
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	pid = fork_child();
	if (!pid)
		read_late();
	assert_true(recorder_start(&recorder, "fifo", &world_header, true,
				   why));
	assert_true(fcntl(recorder.fd, F_SETPIPE_SZ, 4096) > 0);
	for (second = 0; second < 100; second++)
		assert_int_equal(take(second), RECORDER_NONE);
	assert_true(recorder_stop(&recorder));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* As on a full disk: of the sample that found no room nothing is left. */
static void test_no_more_room(void **state)
{
	struct rlimit before, limit;
	enum recorder_news news = RECORDER_NONE;
	unsigned int second = 0;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_true(start(NAME));
	take(second++);
	limit.rlim_cur = recorder.bytes + 1000;
	limit.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	while (news == RECORDER_NONE && second < 1000)
		news = take(second++);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(news, RECORDER_STOPPED);
	assert_int_equal(recorder.error, EFBIG);
	/* without the last one, and without a word of damage */
	assert_int_equal(samples_of(NAME), (int)second - 1);
	assert_true(start("2.tam"));
	assert_int_equal(recorder.error, 0);
}

/* Whatever is recorded afterwards, and however well. */
static void test_the_first_failure_is_kept(void **state)
{
	int fd;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	assert_true(start("fifo"));
	close(fd);
	assert_int_equal(take(0), RECORDER_STOPPED);
	assert_true(start(NAME));
	assert_int_equal(take(1), RECORDER_NONE);
	assert_true(recorder_stop(&recorder));
	assert_int_equal(recorder.error, 0);
	assert_string_equal(recorder.failed,
			    "cannot write fifo: nobody reads it any more; the recording ends there");
}

static void test_a_file_that_is_removed(void **state)
{
	(void)state;
	assert_true(start(NAME));
	take(0);
	assert_int_equal(unlink(NAME), 0);
	assert_int_equal(take(1), RECORDER_NONE);
	assert_false(recorder_stop(&recorder));
	assert_int_equal(recorder.error, 0);
	assert_true(recorder.removed);
	assert_string_equal(recorder.failed,
			    NAME " was removed meanwhile");
	assert_true(start(NAME));
	assert_true(recorder_stop(&recorder));
}

/* What is wrong with it is told all the same. */
static void test_a_long_path(void **state)
{
	static const char *const reasons[] = {
		" exists: give the name of a new file", ": File name too long",
	};
	char path[2 * RECORDER_WHY + 1];
	size_t i;

	(void)state;
	close(open("there", O_WRONLY | O_CREAT, 0600));
	for (i = 0; i + 2 < sizeof(path) - 6; i += 2)
		memcpy(path + i, "./", 2);
	strcpy(path + i, "there");
	for (i = 0; i < ARRAY_SIZE(reasons); i++) {
		assert_false(start(path));
		assert_true(strlen(why) > strlen(reasons[i]));
		assert_string_equal(why + strlen(why) - strlen(reasons[i]),
				    reasons[i]);
		memset(path, 'x', sizeof(path) - 1);
		path[sizeof(path) - 1] = '\0';
	}
}

static void test_what_can_not_be_recorded_is_left_out(void **state)
{
	(void)state;
	assert_true(start(NAME));
	take(0);
	sample_reset(&sample);
	fixture_sample(&sample, 1);
	/* their pids have to rise */
	sample.procs[1].id.pid = sample.procs[0].id.pid;
	assert_int_equal(recorder_take(&recorder, &sample, NSEC_PER_SEC),
			 RECORDER_LEFT_OUT);
	assert_int_equal(recorder_take(&recorder, &sample, NSEC_PER_SEC),
			 RECORDER_NONE);
	assert_int_equal(take(2), RECORDER_NONE);
	assert_true(recorder_stop(&recorder));
	assert_int_equal(samples_of(NAME), 2);
}

static void test_the_header(void **state)
{
	struct recording_header header;
	struct hand_clock clock, wall;

	(void)state;
	hand_clock_init(&clock, 7);
	hand_clock_init(&wall, 1234 * NSEC_PER_SEC);
	header = recorder_header("proc", "6.12", &clock.clock, &wall.clock);
	assert_string_equal(header.source, "proc");
	assert_string_equal(header.release, "6.12");
	assert_int_equal(header.ticks, sysconf(_SC_CLK_TCK));
	assert_int_equal(header.time_ns, 7);
	assert_int_equal(header.wall_s, 1234);
	assert_int_equal(header.pid, getpid());
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_file_of_its_own),
		TEST(test_stopped_and_begun_anew),
		TEST(test_what_is_there_stays),
		TEST(test_a_terminal_is_refused),
		TEST(test_devices_take_it),
		TEST(test_a_fifo_and_its_reader),
		TEST(test_a_reader_who_does_not_read),
		TEST(test_a_slow_reader_gets_all),
		TEST(test_no_more_room),
		TEST(test_the_first_failure_is_kept),
		TEST(test_a_file_that_is_removed),
		TEST(test_a_long_path),
		TEST(test_what_can_not_be_recorded_is_left_out),
		TEST(test_the_header),
	};

	return cmocka_run_group_tests_name("recorder", tests, NULL, NULL);
}
