// SPDX-License-Identifier: GPL-2.0
/*
 * patterns [-s SEED] [-f FILE] [-m MAPPINGS] PATTERN...: lay out memory whose pages are in
 * known states, tell them, and stay. Lines on standard output, addresses in
 * hexadecimal:
 *
 *	pages PID PATTERN ADDRESS PAGES STATE	these pages are in that state;
 *						"hole": in no mapping at all
 *	block PID ADDRESS PAGES			a tamalloc block of the kernel
 *	away PID ADDRESS PAGES			of the shared memory behind the
 *						mapping, so much is in swap
 *	skip PATTERN WHY			this system can't have it
 *	ready PID				all is laid out
 *
 * Then it obeys the lines of standard input: "unmap" gives all of it back,
 * "leave" ends the first thread while another one stays, "exec" makes it
 * another program, the end of input ends it.
 *
 * States of pages are written as letters here, one string for an area:
 *	.  untouched	w  written	z  zero page	s  swapped out
 *	H  huge		Z  huge zero	f  file		_  hole
 *	S  swapped, and M  a marker that is not, where the two can be told apart
 *	   only by who may see what entries of pagemap hold
 *	A  untouched or away, no page table tells which
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/if_packet.h>
#include <linux/io_uring.h>
#include <linux/perf_event.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define THP_PAGES 512UL
#define THP (THP_PAGES * PAGE)
#define GIB (1UL << 30)
#define TIB (1UL << 40)
#define ARENA (256UL << 20)
#define AROUND 16		/* pages that a fault in a file may map */
#define DEADLINE_S 20
#define NR_TAMALLOC 465

/* Younger than the headers of Debian 12, see include/uapi/linux/ */
#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif
#ifndef UFFD_FEATURE_WP_UNPOPULATED
#define UFFD_FEATURE_WP_UNPOPULATED (1 << 13)
#endif
#ifndef UFFD_FEATURE_POISON
#define UFFD_FEATURE_POISON (1 << 14)
#endif
#ifndef UFFDIO_POISON
struct uffdio_poison {
	struct uffdio_range range;
	__u64 mode;
	__s64 updated;
};

#define UFFDIO_POISON _IOWR(UFFDIO, 0x08, struct uffdio_poison)
#endif

/* A window of fault-around is one of addresses: 64 KiB, aligned. */
#define FILE_PAGES (6 * AROUND)

static const char *file_name;
static size_t nr_mappings = 20000;

/*
 * All areas but the largest lie in one range of addresses without access,
 * apart from each other, so that no two of them become one mapping and nothing
 * else comes between them.
 */
static char *arena, *arena_next;

static void stop(const char *what)
{
	fprintf(stderr, "patterns: %s: %s\n", what, strerror(errno));
	exit(1);
}

static char *map(void *at, size_t size, int prot, int flags, int fd)
{
	char *p = mmap(at, size, prot, flags, fd, 0);

	if (p == MAP_FAILED)
		stop("mmap");
	return p;
}

static char *align(char *p, size_t size)
{
	return (char *)(((uintptr_t)p + size - 1) & -size);
}

/* The next @pages of the arena, a multiple of @alignment, a guard before. */
static char *place(size_t pages, size_t alignment)
{
	char *p = align(arena_next + PAGE, alignment);

	arena_next = p + pages * PAGE;
	if (arena_next > arena + ARENA) {
		errno = ENOMEM;
		stop("arena");
	}
	return p;
}

/* Private and anonymous, readable and writable, without huge pages. */
static char *area(size_t pages)
{
	char *p = map(place(pages, PAGE), pages * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);

	/* EINVAL: this kernel has no huge pages anyway */
	if (madvise(p, pages * PAGE, MADV_NOHUGEPAGE) && errno != EINVAL)
		stop("madvise");
	return p;
}

static void write_page(char *p, size_t page)
{
	*(volatile char *)(p + page * PAGE) = 1;
}

static void read_page(char *p, size_t page)
{
	(void)*(volatile char *)(p + page * PAGE);
}

static void give_back(char *p, size_t page, size_t pages)
{
	if (madvise(p + page * PAGE, pages * PAGE, MADV_DONTNEED))
		stop("MADV_DONTNEED");
}

/* Do to each page what its letter says: '.', 'w' or 'z'. */
static void touch(char *p, const char *letters)
{
	size_t i;

	for (i = 0; letters[i]; i++) {
		if (letters[i] == 'w')
			write_page(p, i);
		else if (letters[i] == 'z')
			read_page(p, i);
	}
}

static const char *state_name(char letter)
{
	switch (letter) {
	case '.':
		return "untouched";
	case 'w':
		return "written";
	case 'z':
		return "zero";
	case 's':
		return "swapped";
	case 'H':
		return "huge";
	case 'Z':
		return "huge_zero";
	case 'f':
		return "file";
	case 'S':
		return "swapped_in_doubt";
	case 'M':
		return "marker_in_doubt";
	case 'A':
		return "away";
	default:
		return "hole";
	}
}

static void tell_run(pid_t pid, const char *name, const char *p, size_t page,
		     size_t pages, char letter)
{
	if (pages)
		printf("pages %d %s %" PRIxPTR " %zu %s\n", (int)pid, name,
		       (uintptr_t)p + page * PAGE, pages, state_name(letter));
}

static void tell_of(pid_t pid, const char *name, const char *p,
		    const char *letters)
{
	size_t i, same;

	for (i = 0; letters[i]; i += same) {
		same = 1;
		while (letters[i + same] == letters[i])
			same++;
		tell_run(pid, name, p, i, same, letters[i]);
	}
}

static void tell(const char *name, const char *p, const char *letters)
{
	tell_of(getpid(), name, p, letters);
}

__attribute__((format(printf, 2, 3)))
static void skip(const char *name, const char *fmt, ...)
{
	va_list args;

	printf("skip %s ", name);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
}

/* @pages letters, all of them @letter; the caller frees them. */
static char *letters_of(size_t pages, char letter)
{
	char *letters = malloc(pages + 1);

	if (!letters)
		stop("malloc");
	memset(letters, letter, pages);
	letters[pages] = '\0';
	return letters;
}

/* Anonymous memory */

static void simple(const char *name, char letter)
{
	char *letters = letters_of(100, letter);
	char *p = area(100);

	touch(p, letters);
	tell(name, p, letters);
	free(letters);
}

static void make_written(void)
{
	simple("written", 'w');
}

static void make_read(void)
{
	simple("read", 'z');
}

static void make_untouched(void)
{
	simple("untouched", '.');
}

static void make_third(void)
{
	char *letters = letters_of(1000, '.');
	char *p = area(1000);
	size_t i;

	for (i = 0; i < 1000; i += 3)
		letters[i] = 'w';
	touch(p, letters);
	tell("third", p, letters);
	free(letters);
}

/* A page that is read, and one that is written, with every history. */
static char any_history(char *p, size_t page)
{
	long history = random() % 64;
	char letter = '.';

	/* two bits a step: nothing, read, write, give back */
	for (; history; history >>= 2) {
		switch (history & 3) {
		case 1:
			read_page(p, page);
			letter = letter == 'w' ? 'w' : 'z';
			break;
		case 2:
			write_page(p, page);
			letter = 'w';
			break;
		case 3:
			give_back(p, page, 1);
			letter = '.';
			break;
		}
	}
	return letter;
}

/* @pages at @p with random histories. */
static void mix(const char *name, char *p, size_t pages)
{
	char *letters = letters_of(pages, '.');
	size_t i;

	for (i = 0; i < pages; i++)
		letters[i] = any_history(p, i);
	tell(name, p, letters);
	free(letters);
}

static void make_random(void)
{
	mix("random", area(3000), 3000);
}

static void make_given_back(void)
{
	const char before[] = "wwwwwwwwzzzzzzzz........";
	const char after[] = "w..wwww........z........";
	char *p = area(sizeof(before) - 1);

	touch(p, before);
	give_back(p, 1, 2);
	give_back(p, 7, 8);
	tell("given_back", p, after);
}

/* Memory that may not be accessed: never, and no longer. */
static void make_guard(void)
{
	const char letters[] = "wwww.zz.wwww....";
	char *p = area(sizeof(letters) - 1);

	touch(p, letters);
	if (mprotect(p + 2 * PAGE, 4 * PAGE, PROT_NONE) ||
	    mprotect(p + 12 * PAGE, 4 * PAGE, PROT_NONE))
		stop("mprotect");
	tell("guard", p, letters);
}

static void make_hole(void)
{
	const char before[] = "wwwwzzzz....wwww";
	const char after[] = "www__zz__...wwww";
	char *p = area(sizeof(before) - 1);

	touch(p, before);
	if (munmap(p + 3 * PAGE, 2 * PAGE) || munmap(p + 7 * PAGE, 2 * PAGE))
		stop("munmap");
	tell("hole", p, after);
}

/* mlock(2) gives what may be written frames, and what may only be read zeros. */
static void make_locked(void)
{
	char *p = area(8);

	if (mprotect(p + 4 * PAGE, 4 * PAGE, PROT_READ) ||
	    mlock(p, 8 * PAGE)) {
		skip("locked", "mlock: %s", strerror(errno));
		return;
	}
	tell("locked", p, "wwwwzzzz");
}

/* Of parent and child each writes one page that was the other's, too. */
static void make_forked(void)
{
	const char letters[] = "wwwwwwwwzzzz....";
	char *p = area(sizeof(letters) - 1);
	pid_t child, parent = getpid();
	int done[2];
	char byte;

	touch(p, letters);
	if (pipe(done))
		stop("pipe");
	fflush(stdout);
	child = fork();
	if (child < 0)
		stop("fork");
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		write_page(p, 0);
		write_page(p, 8);
		if (getppid() != parent || write(done[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	if (read(done[0], &byte, 1) != 1)
		stop("child");
	close(done[0]);
	close(done[1]);
	write_page(p, 1);
	write_page(p, 15);
	tell("forked", p, "wwwwwwwwzzzz...w");
	tell_of(child, "child", p, "wwwwwwwwwzzz....");
}

/* Page cache */

static void make_shared(void)
{
	const char *letters = "f..f..ff........";
	char *p = map(place(16, PAGE), 16 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1);

	write_page(p, 0);
	read_page(p, 3);
	read_page(p, 6);
	write_page(p, 7);
	tell("shared", p, letters);
}

/* A page at a time, so that the page cache has no large folios of it. */
static void fill_file(int fd)
{
	char page[PAGE];
	size_t i;

	memset(page, 'x', sizeof(page));
	for (i = 0; i < FILE_PAGES; i++)
		if (pwrite(fd, page, sizeof(page), (off_t)(i * PAGE)) !=
		    (ssize_t)sizeof(page))
			stop("write to the file");
}

static int make_file(void)
{
	char name[] = "/tmp/patterns.XXXXXX";
	int fd;

	if (file_name)
		fd = open(file_name, O_RDWR | O_CREAT | O_CLOEXEC,
			  0600);
	else
		fd = mkstemp(name);
	if (fd < 0)
		stop("file");
	if (!file_name)
		unlink(name);
	fill_file(fd);
	return fd;
}

/* Closes @fd. */
static char *map_pages_of(int fd, int flags)
{
	char *p = map(place(FILE_PAGES, AROUND * PAGE), FILE_PAGES * PAGE,
		      PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd);

	close(fd);
	return p;
}

static char *map_file(int flags)
{
	return map_pages_of(make_file(), flags);
}

/*
 * Reading a page of a file maps those around it, so whole windows are read or
 * left alone; writing a page of one's own maps just that.
 */
static void private_pages(const char *name, char *p)
{
	char *letters = letters_of(FILE_PAGES, '.');
	size_t i;

	for (i = 0; i < AROUND; i++)
		read_page(p, i);
	memset(letters, 'f', AROUND);
	for (i = 2 * AROUND; i < 3 * AROUND; i += 3) {
		write_page(p, i);
		letters[i] = 'w';
	}
	for (i = 4 * AROUND; i < 5 * AROUND; i++)
		read_page(p, i);
	memset(letters + 4 * AROUND, 'f', AROUND);
	for (i = 4 * AROUND; i < 5 * AROUND; i += 2) {
		write_page(p, i);
		letters[i] = 'w';
	}
	give_back(p, 5 * AROUND - 2, 2);
	memset(letters + 5 * AROUND - 2, '.', 2);
	tell(name, p, letters);
	free(letters);
}

static void make_file_private(void)
{
	private_pages("file_private", map_file(MAP_PRIVATE));
}

static void make_file_shared(void)
{
	char *letters = letters_of(FILE_PAGES, '.');
	char *p = map_file(MAP_SHARED);
	size_t i;

	for (i = 0; i < AROUND; i++)
		read_page(p, i);
	memset(letters, 'f', AROUND);
	for (i = 2 * AROUND; i < 3 * AROUND; i += 3) {
		write_page(p, i);
		letters[i] = 'f';
	}
	tell("file_shared", p, letters);
	free(letters);
}

static void make_memfd(void)
{
	int fd = memfd_create("two words", MFD_CLOEXEC);
	char *p;

	if (fd < 0)
		stop("memfd_create");
	fill_file(fd);
	p = map_pages_of(dup(fd), MAP_SHARED);
	write_page(p, 0);
	write_page(p, FILE_PAGES - 1);
	tell_run(getpid(), "memfd", p, 0, 1, 'f');
	tell_run(getpid(), "memfd", p, 1, FILE_PAGES - 2, '.');
	tell_run(getpid(), "memfd", p, FILE_PAGES - 1, 1, 'f');
	private_pages("memfd_private", map_pages_of(fd, MAP_PRIVATE));
}

static void make_past_eof(void)
{
	int fd = memfd_create("short", MFD_CLOEXEC);
	char *p;

	if (fd < 0 || ftruncate(fd, 1))
		stop("memfd_create");
	p = map_pages_of(fd, MAP_SHARED);
	write_page(p, 0);
	tell_run(getpid(), "past_eof", p, 0, 1, 'f');
	tell_run(getpid(), "past_eof", p, 1, FILE_PAGES - 1, '.');
}

static char *attach_sysv(size_t pages)
{
	int id = shmget(IPC_PRIVATE, pages * PAGE, IPC_CREAT | 0600);
	char *at = map(place(pages, PAGE), pages * PAGE, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);
	char *p = id >= 0 ? shmat(id, at, SHM_REMAP) : NULL;

	if (p != at)
		stop("shmat");
	shmctl(id, IPC_RMID, NULL);
	return p;
}

static void make_sysv(void)
{
	char *p = attach_sysv(8);

	write_page(p, 1);
	write_page(p, 2);
	tell("sysv", p, ".ff.....");
}

/* What is no memory of the system's pool for files, but like it. */
static void make_secret(void)
{
	int fd = (int)syscall(SYS_memfd_secret, 0);
	char *p;

	if (fd < 0) {
		skip("secret", "memfd_secret: %s", strerror(errno));
		return;
	}
	if (ftruncate(fd, FILE_PAGES * PAGE))
		stop("ftruncate");
	p = map_pages_of(fd, MAP_SHARED);
	write_page(p, 0);
	tell_run(getpid(), "secret", p, 0, 1, 'f');
	tell_run(getpid(), "secret", p, 1, FILE_PAGES - 1, '.');
}

/* Private, and of a file by name alone. */
static void make_dev_zero(void)
{
	int fd = open("/dev/zero", O_RDWR | O_CLOEXEC);
	char *p;

	if (fd < 0)
		stop("/dev/zero");
	p = map(place(16, PAGE), 16 * PAGE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_FIXED, fd);
	close(fd);
	/* EINVAL: this kernel has no huge pages anyway */
	if (madvise(p, 16 * PAGE, MADV_NOHUGEPAGE) && errno != EINVAL)
		stop("madvise");
	touch(p, "wwwwzzzz........");
	tell("dev_zero", p, "wwwwzzzz........");
}

/* tamalloc blocks; what a program gets elsewhere that asks for one */

static char *block(size_t pages)
{
	const size_t size = pages * PAGE;
	char *p;

	/* the number is another call on other kernels */
	if (access("/sys/kernel/mm/tamalloc/abi", F_OK))
		return map(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
	p = (char *)syscall(NR_TAMALLOC, size);
	if (p == MAP_FAILED)
		stop("tamalloc");
	printf("block %d %" PRIxPTR " %zu\n", (int)getpid(), (uintptr_t)p,
	       pages);
	return p;
}

static void make_tamalloc(void)
{
	char *p = block(2000);

	if (madvise(p, 2000 * PAGE, MADV_NOHUGEPAGE) && errno != EINVAL)
		stop("madvise");
	mix("tamalloc", p, 1000);
	tell_run(getpid(), "tamalloc", p, 1000, 1000, '.');
}

/* What the kernel itself says of the mapping that holds @p, in KiB. */
static unsigned long smaps_kib(const char *p, const char *key)
{
	FILE *smaps = fopen("/proc/self/smaps", "re");
	unsigned long start, end, kib = 0;
	size_t len = strlen(key);
	bool here = false;
	char line[512];

	if (!smaps)
		stop("smaps");
	while (fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			here = start <= (uintptr_t)p && (uintptr_t)p < end;
		else if (here && !strncmp(line, key, len) && line[len] == ':')
			kib = strtoul(line + len + 1, NULL, 10);
	}
	fclose(smaps);
	return kib;
}

/* Given back, but there until the kernel wants it. */
static void make_free(void)
{
	char *p = area(16);

	touch(p, "wwwwwwww........");
	if (madvise(p, 16 * PAGE, MADV_FREE))
		stop("MADV_FREE");
	tell("free", p, "wwwwwwww........");
}

/* Equal pages become one, where KSM runs; then smaps has @kib for @key. */
static void merge(const char *name, int byte, const char *key,
		  unsigned long kib, const char *letters)
{
	char *p = area(16);
	time_t end = time(NULL) + DEADLINE_S;

	memset(p, byte, 16 * PAGE);
	if (madvise(p, 16 * PAGE, MADV_MERGEABLE)) {
		skip(name, "MADV_MERGEABLE: %s", strerror(errno));
		return;
	}
	while (smaps_kib(p, key) != kib) {
		if (time(NULL) >= end) {
			skip(name, "KSM does not merge them");
			return;
		}
		usleep(10000);
	}
	tell(name, p, letters);
}

static void make_same(void)
{
	merge("same", 'x', "KSM", 16 * PAGE / 1024, "wwwwwwwwwwwwwwww");
}

/* use_zero_pages is on: they become the page of zeros. */
static void make_same_zero(void)
{
	merge("same_zero", 0, "Rss", 0, "zzzzzzzzzzzzzzzz");
}

/*
 * What a driver maps: counted as resident where its pages are the system's,
 * and else, like the registers of a device, in nothing.
 */
static void driver_pages(const char *name, const char *p, size_t pages)
{
	unsigned long kib = smaps_kib(p, "Rss");

	if (kib && kib != pages * PAGE / 1024)
		skip(name, "%lu KiB of it are resident", kib);
	else
		tell_run(getpid(), name, p, 0, pages, kib ? 'f' : '.');
}

static void make_io_uring(void)
{
	struct io_uring_params params = { 0 };
	int fd = (int)syscall(SYS_io_uring_setup, 1024, &params);
	char *p;

	if (fd < 0) {
		skip("io_uring", "%s", strerror(errno));
		return;
	}
	p = mmap(NULL, 16 * PAGE, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQES);
	if (p == MAP_FAILED)
		stop("io_uring");
	driver_pages("io_uring", p, 16);
}

static void make_perf(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr),
		.config = PERF_COUNT_SW_CPU_CLOCK, .sample_period = 1000000000,
		.exclude_kernel = 1, .disabled = 1,
	};
	int fd = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	char *p;
	size_t i;

	if (fd < 0) {
		skip("perf", "perf_event_open: %s", strerror(errno));
		return;
	}
	p = map(NULL, 17 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	for (i = 0; i < 17; i++)
		read_page(p, i);
	driver_pages("perf", p, 17);
}

static void make_packet(void)
{
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	struct tpacket_req ring = {
		.tp_block_size = 16 * PAGE, .tp_block_nr = 1,
		.tp_frame_size = PAGE, .tp_frame_nr = 16,
	};

	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring,
				 sizeof(ring))) {
		skip("packet", "AF_PACKET: %s", strerror(errno));
		return;
	}
	driver_pages("packet", map(NULL, 16 * PAGE, PROT_READ | PROT_WRITE,
				   MAP_SHARED, fd), 16);
}

/* hugetlb: from a pool of its own, in no RSS, and without a page of zeros */

static char *map_hugetlb(const char *name, int flags)
{
	char *p = place(2 * THP_PAGES, THP);
	char *got = mmap(p, 2 * THP, PROT_READ | PROT_WRITE,
			 MAP_ANONYMOUS | MAP_HUGETLB | MAP_FIXED | flags, -1, 0);

	if (got == p)
		return p;
	/* MAP_FIXED may have taken away what was there */
	skip(name, "no pool of huge pages: %s", strerror(errno));
	return NULL;
}

static void make_hugetlb(void)
{
	char *own = map_hugetlb("hugetlb", MAP_PRIVATE);
	char *shared = map_hugetlb("hugetlb", MAP_SHARED);

	if (!own || !shared)
		return;
	read_page(own, 5);
	write_page(shared, THP_PAGES + 7);
	tell_run(getpid(), "hugetlb", own, 0, THP_PAGES, 'H');
	tell_run(getpid(), "hugetlb", own, THP_PAGES, THP_PAGES, '.');
	tell_run(getpid(), "hugetlb", shared, 0, THP_PAGES, '.');
	tell_run(getpid(), "hugetlb", shared, THP_PAGES, THP_PAGES, 'f');
}

/* Huge pages */

/* One byte read gave a whole huge page, and not one that counts. */
static bool huge_zero_there(char *p)
{
	unsigned char resident[THP_PAGES];
	size_t i;

	if (mincore(p, THP, resident))
		stop("mincore");
	for (i = 0; i < THP_PAGES; i++)
		if (!(resident[i] & 1))
			return false;
	return true;
}

/* What is huge stays so; khugepaged makes nothing huge again. */
static void keep_split(char *p, size_t size)
{
	if (madvise(p, size, MADV_NOHUGEPAGE))
		stop("MADV_NOHUGEPAGE");
}

/*
 * Four huge pages at the first round address of the @size bytes at @base:
 * written, read, untouched, and one that loses some of its pages.
 */
static void huge_pages(const char *name, char *base, size_t size)
{
	char *p = align(base, THP);
	char *letters = letters_of(4 * THP_PAGES, '.');

	write_page(p, 5);
	write_page(p, 3 * THP_PAGES + 7);
	if (smaps_kib(p, "AnonHugePages") != 2 * THP / 1024) {
		skip(name, "this system gave no huge page for a write");
		free(letters);
		return;
	}
	read_page(p, THP_PAGES + 9);
	if (!huge_zero_there(p + THP)) {
		skip(name, "this system gave no huge page for a read");
		free(letters);
		return;
	}
	keep_split(base, size);
	give_back(p, 3 * THP_PAGES + 100, 10);
	memset(letters, 'H', THP_PAGES);
	memset(letters + THP_PAGES, 'Z', THP_PAGES);
	memset(letters + 3 * THP_PAGES, 'w', THP_PAGES);
	memset(letters + 3 * THP_PAGES + 100, '.', 10);
	tell(name, p, letters);
	free(letters);
}

static bool want_huge(const char *name, char *p, size_t size)
{
	if (!madvise(p, size, MADV_HUGEPAGE))
		return true;
	skip(name, "MADV_HUGEPAGE: %s", strerror(errno));
	return false;
}

/* Shared memory in a huge page is shared memory. */
static void make_thp_shared(void)
{
	char *p = map(place(2 * THP_PAGES, THP), 2 * THP,
		      PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1);

	if (!want_huge("thp_shared", p, 2 * THP))
		return;
	write_page(p, 5);
	if (smaps_kib(p, "ShmemPmdMapped") != THP / 1024) {
		skip("thp_shared", "this system gave no huge page");
		return;
	}
	tell_run(getpid(), "thp_shared", p, 0, THP_PAGES, 'f');
	tell_run(getpid(), "thp_shared", p, THP_PAGES, THP_PAGES, '.');
}

static void make_thp(void)
{
	char *p = map(place(4 * THP_PAGES, THP), 4 * THP,
		      PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1);

	if (want_huge("thp", p, 4 * THP))
		huge_pages("thp", p, 4 * THP);
}

static void make_tamalloc_thp(void)
{
	char *p = block(5 * THP_PAGES);

	if (want_huge("tamalloc_thp", p, 5 * THP))
		huge_pages("tamalloc_thp", p, 5 * THP);
}

/* Swap */

/* Ask until so many pages are out, for some may be in use just now. */
static bool page_out(char *p, size_t pages, size_t swapped)
{
	time_t end = time(NULL) + DEADLINE_S;

	do {
		if (madvise(p, pages * PAGE, MADV_PAGEOUT))
			return false;
		if (smaps_kib(p, "Swap") == swapped * PAGE / 1024)
			return true;
	} while (time(NULL) < end);
	errno = ETIMEDOUT;
	return false;
}

static void swap_some(const char *name, char *p)
{
	const char before[] = "wwwwwwwwzzzz....wwww";
	const char after[] = "wsws..sszzzz....wwww";

	touch(p, before);
	if (!page_out(p, 12, 8)) {
		skip(name, "nothing is swapped out: %s", strerror(errno));
		return;
	}
	read_page(p, 0);
	write_page(p, 2);
	give_back(p, 4, 2);
	tell(name, p, after);
}

static void make_swapped(void)
{
	swap_some("swapped", area(20));
}

static void make_tamalloc_swapped(void)
{
	char *p = block(20);

	if (madvise(p, 20 * PAGE, MADV_NOHUGEPAGE) && errno != EINVAL)
		stop("madvise");
	swap_some("tamalloc_swapped", p);
}

/* Swap of what is shared: page tables forget it */

static void tell_away(const char *p, size_t pages)
{
	printf("away %d %" PRIxPTR " %zu\n", (int)getpid(), (uintptr_t)p,
	       pages);
}

/* Write @pages of it, and page out the first @out. */
static bool share_out(const char *name, char *p, size_t pages, size_t out)
{
	size_t i;

	for (i = 0; i < pages; i++)
		write_page(p, i);
	if (page_out(p, out, out))
		return true;
	skip(name, "nothing is swapped out: %s", strerror(errno));
	return false;
}

static void make_shared_swapped(void)
{
	char *p = map(place(16, PAGE), 16 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1);

	if (!share_out("shared_swapped", p, 12, 8))
		return;
	tell("shared_swapped", p, "AAAAAAAAffffAAAA");
	tell_away(p, 8);
}

static void make_sysv_swapped(void)
{
	char *p = attach_sysv(8);

	if (share_out("sysv_swapped", p, 8, 8))
		tell("sysv_swapped", p, "ssssssss");
}

/* A memfd of which the last half is out, mapped by another mapping. */
static int memfd_half_out(const char *name)
{
	int fd = memfd_create("patterns", MFD_CLOEXEC);
	bool ok;
	char *p;

	if (fd < 0 || ftruncate(fd, 16 * PAGE))
		stop("memfd_create");
	p = map(NULL, 16 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	ok = share_out(name, p, 8, 0) &&
	     share_out(name, p + 8 * PAGE, 8, 8);
	munmap(p, 16 * PAGE);
	if (ok)
		return fd;
	close(fd);
	return -1;
}

/* Of its own pages some are out, and some of those that it would share. */
static void make_memfd_swapped(void)
{
	int fd = memfd_half_out("memfd_swapped");
	char *p;

	if (fd < 0)
		return;
	p = map(place(16, PAGE), 16 * PAGE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_FIXED, fd);
	close(fd);
	touch(p, "....wwww");
	/* smaps has both kinds */
	if (!page_out(p + 4 * PAGE, 2, 8 + 2)) {
		skip("memfd_swapped", "nothing is swapped out: %s",
		     strerror(errno));
		return;
	}
	tell("memfd_swapped", p, "AAAAsswwAAAAAAAA");
	tell_away(p, 8);
}

/* Entries of no page that are no swap: markers */

/* The descriptor stays open: markers go with it. -1: not here. */
static int open_uffd(const char *name, uint64_t features)
{
	struct uffdio_api api = { .api = UFFD_API, .features = features };
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY);

	if (fd >= 0 && !ioctl(fd, UFFDIO_API, &api))
		return fd;
	skip(name, "userfaultfd: %s", strerror(errno));
	return -1;
}

static void register_uffd(int fd, char *p, size_t pages, uint64_t mode)
{
	struct uffdio_register arg = {
		.range = { (uintptr_t)p, pages * PAGE }, .mode = mode,
	};

	if (ioctl(fd, UFFDIO_REGISTER, &arg))
		stop("UFFDIO_REGISTER");
}

static void protect(int fd, char *p, size_t page, size_t pages)
{
	struct uffdio_writeprotect arg = {
		.range = { (uintptr_t)p + page * PAGE, pages * PAGE },
		.mode = UFFDIO_WRITEPROTECT_MODE_WP,
	};

	if (ioctl(fd, UFFDIO_WRITEPROTECT, &arg))
		stop("UFFDIO_WRITEPROTECT");
}

/* What has no page yet, and is write-protected, is marked in its entry. */
static void make_markers(void)
{
	const char letters[] = "wwwwzzzz........";
	int fd = open_uffd("markers", UFFD_FEATURE_WP_UNPOPULATED);
	char *p;

	if (fd < 0)
		return;
	p = area(16);
	touch(p, letters);
	register_uffd(fd, p, 16, UFFDIO_REGISTER_MODE_WP);
	protect(fd, p, 0, 16);
	tell("markers", p, letters);
}

static void make_markers_shared(void)
{
	int fd = open_uffd("markers_shared",
			   UFFD_FEATURE_WP_HUGETLBFS_SHMEM);
	char *p;
	size_t i;

	if (fd < 0)
		return;
	p = map(place(16, PAGE), 16 * PAGE, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1);
	for (i = 0; i < 4; i++)
		write_page(p, i);
	register_uffd(fd, p, 16, UFFDIO_REGISTER_MODE_WP);
	protect(fd, p, 0, 16);
	tell("markers_shared", p, "ffff............");
}

static void make_poison(void)
{
	int fd = open_uffd("poison", UFFD_FEATURE_POISON);
	char *p;
	struct uffdio_poison arg;

	if (fd < 0)
		return;
	p = area(16);
	touch(p, "wwww............");
	register_uffd(fd, p, 16, UFFDIO_REGISTER_MODE_MISSING);
	arg = (struct uffdio_poison){
		.range = { (uintptr_t)p + 8 * PAGE, 8 * PAGE },
	};
	if (ioctl(fd, UFFDIO_POISON, &arg))
		stop("UFFDIO_POISON");
	tell("poison", p, "wwww............");
}

static void make_guarded(void)
{
	char *p = area(16);

	touch(p, "wwwwwwwwwwwwwwww");
	if (madvise(p + 4 * PAGE, 8 * PAGE, MADV_GUARD_INSTALL)) {
		skip("guarded", "MADV_GUARD_INSTALL: %s", strerror(errno));
		return;
	}
	tell("guarded", p, "wwww........wwww");
}

/* Both in one mapping, so that no sum can tell which is which. */
static void make_swapped_marked(void)
{
	int fd = open_uffd("swapped_marked", UFFD_FEATURE_WP_UNPOPULATED);
	char *p;

	if (fd < 0)
		return;
	p = area(20);
	touch(p, "wwwwwwww............");
	if (!page_out(p, 8, 8)) {
		skip("swapped_marked", "nothing is swapped out: %s",
		     strerror(errno));
		return;
	}
	register_uffd(fd, p, 20, UFFDIO_REGISTER_MODE_WP);
	protect(fd, p, 8, 8);
	tell("swapped_marked", p, "SSSSSSSSMMMMMMMM....");
}

/* Sizes */

static char *terabyte(const char *name)
{
	char *p = mmap(NULL, TIB, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED) {
		skip(name, "no address space of 1 TiB: %s", strerror(errno));
		return NULL;
	}
	if (madvise(p, TIB, MADV_NOHUGEPAGE) && errno != EINVAL)
		stop("madvise");
	return p;
}

static void make_terabyte_run(void)
{
	const size_t first = TIB / PAGE / 4;
	char *p = terabyte("terabyte_run");
	size_t i;

	if (!p)
		return;
	for (i = 0; i < 1000; i++)
		write_page(p, first + i);
	tell_run(getpid(), "terabyte_run", p, 0, first, '.');
	tell_run(getpid(), "terabyte_run", p, first, 1000, 'w');
	tell_run(getpid(), "terabyte_run", p, first + 1000,
		 TIB / PAGE - first - 1000, '.');
}

static void make_terabyte_spread(void)
{
	char *p = terabyte("terabyte_spread");
	size_t i, page, pages = GIB / PAGE;

	if (!p)
		return;
	for (i = 0; i < TIB / GIB; i++) {
		page = i * pages + i % THP_PAGES;
		write_page(p, page);
		tell_run(getpid(), "terabyte_spread", p, i * pages,
			 page - i * pages, '.');
		tell_run(getpid(), "terabyte_spread", p, page, 1, 'w');
		tell_run(getpid(), "terabyte_spread", p, page + 1,
			 (i + 1) * pages - page - 1, '.');
	}
}

/* Many mappings, each of one page. */
static void make_many(void)
{
	char *letters = letters_of(nr_mappings, '.');
	char *p = map(NULL, nr_mappings * PAGE, PROT_NONE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1);
	size_t i;

	for (i = 1; i < nr_mappings; i += 2)
		if (mprotect(p + i * PAGE, PAGE, PROT_READ | PROT_WRITE))
			stop("mprotect");
	for (i = 1; i < nr_mappings; i += 98) {
		write_page(p, i);
		letters[i] = 'w';
	}
	tell("many", p, letters);
	free(letters);
}

/* As many runs as pages. */
static void make_runs(void)
{
	const size_t pages = 200000;
	char *letters = letters_of(pages, '.');
	char *p = map(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1);
	size_t i;

	if (madvise(p, pages * PAGE, MADV_NOHUGEPAGE) && errno != EINVAL)
		stop("madvise");
	/* zero pages cost nothing */
	for (i = 0; i < pages; i += 2)
		letters[i] = 'z';
	touch(p, letters);
	tell("runs", p, letters);
	free(letters);
}

/* No truth here: memory that is never at rest, until input ends. */
static void make_churn(void)
{
	struct pollfd end = { .fd = STDIN_FILENO, .events = POLLIN };
	char *p[64] = { NULL };
	size_t pages[64], i, page;

	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	while (!poll(&end, 1, 0)) {
		i = (size_t)random() % 64;
		if (p[i]) {
			munmap(p[i], pages[i] * PAGE);
			p[i] = NULL;
			continue;
		}
		pages[i] = 1 + (size_t)random() % 300;
		p[i] = map(NULL, pages[i] * PAGE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1);
		for (page = 0; page < pages[i]; page++)
			any_history(p[i], page);
	}
	exit(0);
}

static const struct {
	const char *name;
	void (*make)(void);
} patterns[] = {
	{ "written", make_written },
	{ "read", make_read },
	{ "untouched", make_untouched },
	{ "third", make_third },
	{ "random", make_random },
	{ "given_back", make_given_back },
	{ "guard", make_guard },
	{ "hole", make_hole },
	{ "locked", make_locked },
	{ "forked", make_forked },
	{ "shared", make_shared },
	{ "file_private", make_file_private },
	{ "file_shared", make_file_shared },
	{ "memfd", make_memfd },
	{ "past_eof", make_past_eof },
	{ "sysv", make_sysv },
	{ "secret", make_secret },
	{ "dev_zero", make_dev_zero },
	{ "free", make_free },
	{ "same", make_same },
	{ "same_zero", make_same_zero },
	{ "io_uring", make_io_uring },
	{ "perf", make_perf },
	{ "packet", make_packet },
	{ "hugetlb", make_hugetlb },
	{ "thp_shared", make_thp_shared },
	{ "tamalloc", make_tamalloc },
	{ "thp", make_thp },
	{ "tamalloc_thp", make_tamalloc_thp },
	{ "swapped", make_swapped },
	{ "tamalloc_swapped", make_tamalloc_swapped },
	{ "shared_swapped", make_shared_swapped },
	{ "sysv_swapped", make_sysv_swapped },
	{ "memfd_swapped", make_memfd_swapped },
	{ "markers", make_markers },
	{ "markers_shared", make_markers_shared },
	{ "poison", make_poison },
	{ "guarded", make_guarded },
	{ "swapped_marked", make_swapped_marked },
	{ "terabyte_run", make_terabyte_run },
	{ "terabyte_spread", make_terabyte_spread },
	{ "many", make_many },
	{ "runs", make_runs },
	{ "churn", make_churn },
};

static void make(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		if (!strcmp(name, patterns[i].name)) {
			patterns[i].make();
			return;
		}
	}
	fprintf(stderr, "patterns: there is no pattern '%s'\n", name);
	exit(2);
}

static void make_arena(void)
{
	char *p = map(NULL, ARENA + THP, PROT_NONE,
		      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);

	arena = align(p, THP);
	arena_next = arena;
}

static void obey(char **argv);

static void say_done(void)
{
	puts("done");
	fflush(stdout);
}

static void *stay(void *argv)
{
	say_done();
	obey(argv);
	exit(0);
}

/* By the bare call: pthread_exit(3) loads a library, which maps more. */
static void leave(char **argv)
{
	pthread_t thread;

	errno = pthread_create(&thread, NULL, stay, argv);
	if (errno)
		stop("pthread_create");
	syscall(SYS_exit, 0);
}

static void obey(char **argv)
{
	char line[64];

	while (fgets(line, sizeof(line), stdin)) {
		if (!strcmp(line, "unmap\n")) {
			if (munmap(arena, ARENA))
				stop("munmap");
		} else if (!strcmp(line, "leave\n")) {
			leave(argv);
		} else if (!strcmp(line, "exec\n")) {
			execl(argv[0], argv[0], "written", NULL);
			stop("exec");
		}
		say_done();
	}
}

int main(int argc, char **argv)
{
	static char truth[1 << 16], orders[BUFSIZ];
	int opt;

	/* what stdio allocates later on would be there, and touched, later on */
	setvbuf(stdout, truth, _IOFBF, sizeof(truth));
	setvbuf(stdin, orders, _IOFBF, sizeof(orders));
	srandom(1);
	while ((opt = getopt(argc, argv, "s:f:m:")) != -1) {
		if (opt == 's')
			srandom((unsigned int)strtoul(optarg, NULL, 10));
		else if (opt == 'f')
			file_name = optarg;
		else if (opt == 'm')
			nr_mappings = strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	make_arena();
	for (; optind < argc; optind++)
		make(argv[optind]);
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	obey(argv);
	return 0;
}
