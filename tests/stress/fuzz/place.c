// SPDX-License-Identifier: GPL-2.0
/*
 * Memory of every kind: what is shared, huge, only readable, slow to come, or
 * gone in the midst of a call; and addresses where there is none.
 */
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sys/ioctl.h>

#include "fuzz.h"

#define AREA (16 * PAGE)
#define HUGE_PAGE (2 * MIB)
#define NR_SETS 2
#define MAX_AREAS 10

struct set {
	struct area areas[MAX_AREAS];
	unsigned int nr;
};

static struct set sets[NR_SETS];

/* A hole behind it, and one before. */
static unsigned char *map_between_holes(size_t size)
{
	unsigned char *p = mmap(NULL, size + 2 * PAGE, PROT_NONE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
				-1, 0);

	return p == MAP_FAILED ? NULL : p + PAGE;
}

static bool map_at(unsigned char *p, size_t size, int prot, int flags, int fd)
{
	return mmap(p, size, prot, MAP_FIXED | flags, fd, 0) != MAP_FAILED;
}

static struct area *add_area(struct set *set, const char *name,
			     unsigned char *lo)
{
	struct area *area = &set->areas[set->nr++];

	*area = (struct area) {
		.name = name, .lo = lo, .mid = lo + AREA, .hi = lo + AREA,
		.alias = lo,
	};
	return area;
}

static bool add_plain(struct set *set)
{
	unsigned char *p = map_between_holes(AREA);

	if (!p || !map_at(p, AREA, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1))
		return false;
	add_area(set, "private", p);
	p = map_between_holes(AREA);
	if (!p || !map_at(p, AREA, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1))
		return false;
	add_area(set, "shared", p);
	return true;
}

/* Nothing but the hole that is cut into it lies behind. */
static bool add_tamalloc(struct set *set)
{
	unsigned char *p = tam_alloc(AREA + PAGE);

	if (p == MAP_FAILED || mprotect(p + AREA, PAGE, PROT_NONE))
		return false;
	add_area(set, "tamalloc", p);
	return true;
}

/*
 * Pages of a file, of which a second mapping allows what the first does not:
 * readable behind @writable bytes, and behind the file's end not even that.
 */
static bool add_file(struct set *set, const char *name, size_t writable)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	unsigned char *p = map_between_holes(AREA + PAGE), *alias;
	struct area *area;

	if (fd < 0 || ftruncate(fd, AREA) || !p ||
	    !map_at(p, AREA + PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd) ||
	    mprotect(p + writable, AREA - writable, PROT_READ))
		return false;
	alias = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (alias == MAP_FAILED)
		return false;
	area = add_area(set, name, p);
	area->mid = p + writable;
	area->alias = alias;
	return true;
}

/* The end of a huge page, with a hole behind; there may be none to be had. */
static bool add_huge(struct set *set)
{
	unsigned char *p = map_between_holes(2 * HUGE_PAGE);

	if (!p)
		return false;
	p += -(uintptr_t)p % HUGE_PAGE;
	if (map_at(p, HUGE_PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1))
		add_area(set, "huge", p + HUGE_PAGE - AREA);
	return true;
}

/* --- slow: each page is a fault that somebody else handles, by and by --- */

static struct slow {
	int fd;
	unsigned char *lo, *backing;
} slows[NR_SETS];

/*
 * Who has been cut short by a signal does not wait for the page, which comes all
 * the same, even into the next call: as it was before that was prepared, or as
 * it is after, but not what was read before and is put there after.
 */
static pthread_mutex_t giving = PTHREAD_MUTEX_INITIALIZER;

static void *give_pages(void *arg)
{
	const struct slow *slow = arg;
	const struct timespec while_ = { .tv_nsec = 100000 };
	struct uffdio_copy copy = { .len = PAGE };
	struct uffd_msg msg;

	while (read(slow->fd, &msg, sizeof(msg)) == sizeof(msg)) {
		nanosleep(&while_, NULL);
		copy.dst = msg.arg.pagefault.address & ~(PAGE - 1);
		copy.src = (uintptr_t)slow->backing + copy.dst -
			   (uintptr_t)slow->lo;
		pthread_mutex_lock(&giving);
		ioctl(slow->fd, UFFDIO_COPY, &copy);
		pthread_mutex_unlock(&giving);
	}
	return arg;
}

static int userfault(unsigned char *lo)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range = { (uintptr_t)lo, AREA },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);

	if (fd >= 0 && !ioctl(fd, UFFDIO_API, &api) &&
	    !ioctl(fd, UFFDIO_REGISTER, &reg))
		return fd;
	return -1;
}

/* A thread of ours gets no signals: those are for who calls. */
static bool start_thread(void *(*work)(void *), void *arg)
{
	sigset_t all, before;
	pthread_t thread;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, NULL, work, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return !err;
}

static bool add_slow(struct set *set)
{
	struct slow *slow = &slows[set - sets];
	unsigned char *p = map_between_holes(AREA);
	struct area *area;

	if (!p || !map_at(p, AREA, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1))
		return false;
	*slow = (struct slow) {
		userfault(p), p,
		mmap(NULL, AREA, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	};
	if (slow->fd < 0 || slow->backing == MAP_FAILED)
		return false;
	area = add_area(set, "slow", p);
	area->alias = slow->backing;
	area->slow = true;
	return start_thread(give_pages, slow);
}

/* --- moving: pages that come and go --- */

static void move_pages_of(unsigned char *lo)
{
	const int prots[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE };
	size_t from = below(AREA / PAGE) * PAGE;
	size_t size = (1 + below((AREA - from) / PAGE)) * PAGE;

	switch (below(4)) {
	case 0:
		mprotect(lo + from, size, prots[below(3)]);
		break;
	case 1:
		madvise(lo + from, size, MADV_DONTNEED);
		break;
	case 2:
		map_at(lo + from, size, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1);
		break;
	default:
		map_at(lo + from, size, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1);
	}
}

static void *move_all_the_time(void *lo)
{
	const struct timespec rest = { .tv_nsec = 50000 };

	seed_random((uintptr_t)lo);
	for (;;) {
		move_pages_of(lo);
		nanosleep(&rest, NULL);
	}
	return lo;
}

static bool add_moving(struct set *set)
{
	unsigned char *p = map_between_holes(AREA);

	if (!p)
		return false;
	add_area(set, "moving", p)->moving = true;
	return start_thread(move_all_the_time, p);
}

static bool make_set(struct set *set)
{
	return add_plain(set) && add_tamalloc(set) &&
	       add_file(set, "file", AREA) && add_file(set, "read-only", 0) &&
	       add_file(set, "half read-only", AREA / 2) && add_huge(set) &&
	       add_slow(set) && add_moving(set);
}

bool make_areas(void)
{
	unsigned int i;

	for (i = 0; i < NR_SETS; i++)
		if (!make_set(&sets[i]))
			return false;
	return true;
}

/* --- choice --- */

/* Where nothing is that a program could read: below, between, above. */
static unsigned char *nowhere(void)
{
	const uint64_t places[] = {
		0, below(PAGE), UINT64_MAX - below(2 * PAGE),
		0x7ffffffff000ULL - below(64),	/* the end of user space */
		0x800000000000ULL + random_bits() % (1ULL << 46),
		0xffff800000000000ULL + random_bits() % (1ULL << 46),
		0xffffffff81000000ULL + below(1 << 24),
		0xffffffffff600000ULL + below(PAGE),
		random_bits() << 8 | 1ULL << 63,
	};

	return (unsigned char *)
		places[below(sizeof(places) / sizeof(places[0]))];
}

/* Anywhere, or so that little fits before what may not be used. */
static size_t offset_in(const struct area *area)
{
	size_t size = area->hi - area->lo, near;

	if (one_in(3))
		return 0;
	if (one_in(3))
		return below(size);
	near = one_in(2) ? size : (size_t)(area->mid - area->lo);
	near -= near < 600 ? 0 : below(600);
	return one_in(2) ? near & ~7UL : near;
}

struct place choose_place(unsigned int set)
{
	const struct set *from = &sets[set];
	const struct area *area = &from->areas[below(from->nr)];
	struct place place = { .area = area };

	if (one_in(12))
		return (struct place) { .at = nowhere() };
	place.at = area->lo + offset_in(area);
	place.readable = area->hi - place.at;
	place.writable = place.at < area->mid ? area->mid - place.at : 0;
	place.moving = area->moving;
	return place;
}

static void forget_pages(const struct area *area)
{
	if (area->slow)
		madvise(area->lo, AREA, MADV_DONTNEED);
}

void prepare_place(const struct place *place)
{
	if (!place->area || place->moving)
		return;
	pthread_mutex_lock(&giving);
	memset(place->area->alias, CANARY, AREA);
	forget_pages(place->area);
	pthread_mutex_unlock(&giving);
}

void put_at(const struct place *place, const void *data, size_t size)
{
	const struct area *area = place->area;

	if (!area || place->moving)
		return;
	if (size > place->readable)
		size = place->readable;
	pthread_mutex_lock(&giving);
	memcpy(area->alias + (place->at - area->lo), data, size);
	forget_pages(area);
	pthread_mutex_unlock(&giving);
}

static bool all_canaries(const unsigned char *from, const unsigned char *to)
{
	static unsigned char canaries[AREA];

	if (!canaries[0])
		memset(canaries, CANARY, sizeof(canaries));
	return from >= to || !memcmp(from, canaries, to - from);
}

bool untouched(const struct place *place, size_t size)
{
	const struct area *area = place->area;

	if (!area || place->moving)
		return true;
	if (size > place->readable)
		size = place->readable;
	return all_canaries(area->lo, place->at) &&
	       all_canaries(place->at + size, area->hi);
}
