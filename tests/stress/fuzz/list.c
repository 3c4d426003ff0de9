// SPDX-License-Identifier: GPL-2.0
/* list_mem_stats: requests at random, what must come of them, and if it does. */
#include "fuzz.h"

#define KNOWN_GROUPS (ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES)
#define NO_GARBAGE SIZE_MAX

struct question {
	struct memstat_req req;
	size_t garbage;		/* a byte behind what is known, that is not 0 */
	struct place from, to;
	size_t nr;
	unsigned int flags;
};

/* --- choice --- */

static uint64_t random_mask(void)
{
	switch (below(8)) {
	case 0:
		return random_bits() << 8 ^ random_bits();
	case 1:
		return 1ULL << below(64);
	case 2:
		return 0;
	case 3:
		return KNOWN_GROUPS;
	default:
		return below(KNOWN_GROUPS + 1);
	}
}

/* Near what is valid, or anything. */
static uint32_t random_rec_size(void)
{
	const uint32_t sizes[] = {
		0, 8, 224, 231, 233, 236, 240, 256, PAGE - 8, PAGE, PAGE + 8,
		0x80000000, UINT32_MAX, UINT32_MAX - 7,
	};

	if (one_in(20))
		return sizes[below(sizeof(sizes) / sizeof(sizes[0]))];
	if (one_in(40))
		return random_bits();
	if (one_in(3))
		return sizeof(struct memstat_rec) + 8 * below(100);
	return sizeof(struct memstat_rec);
}

static uint32_t random_size(void)
{
	const uint32_t sizes[] = {
		0, 1, 39, 41, 48, PAGE - 1, PAGE, PAGE + 1, 0x80000000,
		UINT32_MAX,
	};

	if (one_in(15))
		return sizes[below(sizeof(sizes) / sizeof(sizes[0]))];
	if (one_in(8))
		return sizeof(struct memstat_req) + below(600);
	return one_in(60) ? random_bits() : sizeof(struct memstat_req);
}

static uint32_t some_pid(void)
{
	const uint32_t pids[] = {
		0, 1, 2, PID_LIMIT - 1, PID_LIMIT, PID_LIMIT + 1, INT32_MAX,
		0x80000000, UINT32_MAX,
	};

	if (one_in(10))
		return pids[below(sizeof(pids) / sizeof(pids[0]))];
	if (one_in(40))
		return random_bits();
	return one_in(2) ? (uint32_t)getpid() - below(40) : below(4000);
}

static void choose_pids(struct memstat_req *req)
{
	req->after_pid = one_in(3) ? 0 : some_pid();
	if (one_in(3))
		req->last_pid = req->after_pid + 1;
	else if (one_in(4))
		req->last_pid = some_pid();
}

static uint64_t random_budget(void)
{
	const uint64_t budgets[] = {
		0, 1, 2, 100, 511, 512, 513, 3000, 100000, INT64_MAX, BUDGET,
	};

	return one_in(6) ? below(10000) :
	       budgets[one_in(20) ? 0 : 1 + below(10)];
}

static uint64_t random_from(void)
{
	const uint64_t froms[] = {
		PAGE, 1, PAGE - 1, 0x7fffffffe000, 0x7ffffffff000,
		0x800000000000, 0xffff800000000000, UINT64_MAX - PAGE + 1,
		UINT64_MAX,
	};

	if (one_in(3))
		return froms[below(sizeof(froms) / sizeof(froms[0]))];
	if (one_in(8))
		return random_bits();
	return below(1UL << 35) * PAGE;
}

/* Those that fail hide what comes behind, so there are not too many. */
static void choose_request(struct memstat_req *req)
{
	*req = (struct memstat_req) {
		.size = random_size(),
		.rec_size = random_rec_size(),
		.mask = random_mask(),
	};
	choose_pids(req);
	if (req->mask & MEMSTAT_TAMALLOC_PAGES || one_in(8))
		req->walk_budget = random_budget();
	if (req->mask & MEMSTAT_TAMALLOC_PAGES ? one_in(4) : one_in(40))
		req->walk_from = random_from();
	if (req->walk_from && !one_in(8))
		req->last_pid = req->after_pid + 1;
}

static size_t random_nr(void)
{
	const size_t nrs[] = {
		0, 1, 2, SIZE_MAX, SIZE_MAX / 232 + 2, 1UL << 32, 1UL << 63,
		PID_LIMIT, PID_LIMIT + 1,
	};

	return one_in(4) ? nrs[below(sizeof(nrs) / sizeof(nrs[0]))] :
	       1 + below(60);
}

/* A request of more bytes than the kernel knows: all else should be 0. */
static void put_request(struct question *q)
{
	static unsigned char image[2 * PAGE];
	size_t size = q->req.size, beyond;

	size = size > sizeof(image) ? sizeof(image) : size;
	size = size < sizeof(q->req) ? sizeof(q->req) : size;
	beyond = size - sizeof(q->req);
	memset(image, 0, sizeof(image));
	memcpy(image, &q->req, sizeof(q->req));
	q->garbage = NO_GARBAGE;
	if (beyond && one_in(3)) {
		q->garbage = sizeof(q->req) + below(beyond);
		image[q->garbage] = 1 + below(255);
	}
	put_at(&q->from, image, size);
}

static void choose(struct question *q)
{
	memset(q, 0, sizeof(*q));
	choose_request(&q->req);
	q->from = choose_place(0);
	q->to = choose_place(1);
	/* One call in many reads and writes in the same place. */
	if (one_in(30))
		q->to = q->from;
	q->nr = random_nr();
	q->flags = one_in(40) ? random_bits() : 0;
	prepare_place(&q->from);
	prepare_place(&q->to);
	put_request(q);
}

/* --- the oracle --- */

static bool one_pid(const struct memstat_req *req)
{
	return req->last_pid && req->last_pid - 1 == req->after_pid;
}

static bool walk_is_sound(const struct memstat_req *req)
{
	bool walks = req->mask & MEMSTAT_TAMALLOC_PAGES;

	if (walks && !req->walk_budget)
		return false;
	return !req->walk_from || (walks && req->walk_from % PAGE == 0 &&
				   one_pid(req));
}

/* Reading the request: its size decides how much of it is looked at. */
static long predict_reading(const struct question *q)
{
	if (q->from.readable < sizeof(q->req.size))
		return -EFAULT;
	if (q->req.size < sizeof(q->req))
		return -EINVAL;
	if (q->req.size > PAGE)
		return -E2BIG;
	if (q->garbage < q->from.readable)
		return -E2BIG;
	return q->from.readable < q->req.size ? -EFAULT : 0;
}

/* What it must fail with, whatever the processes are; or 0. */
static long predict(const struct question *q)
{
	long err;

	if (q->flags || !q->nr)
		return -EINVAL;
	err = predict_reading(q);
	if (err)
		return err;
	if (q->req.rec_size < sizeof(struct memstat_rec) ||
	    q->req.rec_size % 8)
		return -EINVAL;
	if (q->req.rec_size > PAGE)
		return -E2BIG;
	return walk_is_sound(&q->req) ? 0 : -EINVAL;
}

/* There is one process that surely lives, and that we may see. */
static bool must_list_me(const struct memstat_req *req)
{
	uint32_t pid = getpid();

	return req->after_pid < pid && (!req->last_pid || pid <= req->last_pid);
}

/* Do bytes come of a record that has no place for all of it? */
static bool fits(const struct question *q)
{
	return q->to.writable >= q->req.rec_size;
}

/* --- records --- */

static void check_me(const struct memstat_rec *rec)
{
	CHECK(!(rec->flags & (MEMSTAT_F_KTHREAD | MEMSTAT_F_ZOMBIE |
			      MEMSTAT_F_DENIED)), "flags %#x", rec->flags);
	if (rec->mask & MEMSTAT_TASK)
		CHECK(rec->uid == getuid() && rec->euid == geteuid() &&
		      rec->nr_threads > 1, "%u %u %u", rec->uid, rec->euid,
		      rec->nr_threads);
	if (rec->mask & MEMSTAT_MM)
		CHECK(rec->vm_total, "%llu", rec->vm_total);
	if (rec->mask & MEMSTAT_TAMALLOC)
		CHECK(rec->ta_reserved, "%llu", rec->ta_reserved);
}

static void check_order(const struct question *q, uint32_t pid, uint32_t last)
{
	CHECK(pid > last && (!q->req.last_pid || pid <= q->req.last_pid),
	      "pid %u behind %u, up to %u", pid, last, q->req.last_pid);
}

/* Returns whether it is of ourselves. */
static bool check_one(const struct question *q, const unsigned char *at,
		      uint32_t *last, uint64_t *paid)
{
	const struct rules rules = rules_of(&q->req, me.only_nobodys);
	struct memstat_rec rec;
	bool mine;

	memcpy(&rec, at, sizeof(rec));
	mine = rec.pid == (uint32_t)getpid();
	atomic_fetch_add(&shared->records, 1);
	check_order(q, rec.pid, *last);
	check_record(&rules, &rec);
	CHECK(all_zero(at + sizeof(rec), at + q->req.rec_size),
	      "pid %u: something behind the record", rec.pid);
	if (mine)
		check_me(&rec);
	*last = rec.pid;
	*paid += pages_paid_for(&rec);
	return mine;
}

/* Were there more records, or more room, had the call gone on? */
static bool ended_by_itself(const struct question *q, long nr)
{
	size_t room = q->to.writable / q->req.rec_size;

	return !me.shot_at && (size_t)nr < q->nr && (size_t)nr < room;
}

static void check_records(const struct question *q, long nr)
{
	uint64_t budget = q->req.walk_budget, paid = 0;
	uint32_t last = q->req.after_pid;
	bool mine = false;
	long i;

	for (i = 0; i < nr; i++)
		mine |= check_one(q, q->to.at + i * q->req.rec_size, &last,
				  &paid);
	CHECK(budget > BUDGET - OVERDRAFT || paid <= budget + OVERDRAFT,
	      "%lu pages of %lu entries", paid, budget);
	CHECK(mine || !must_list_me(&q->req) || last > (uint32_t)getpid() ||
	      !ended_by_itself(q, nr), "%ld records without me", nr);
	CHECK(mine || !must_list_me(&q->req) || last < (uint32_t)getpid(),
	      "passed over, up to %u", last);
}

/* --- answers --- */

/* One that did not fit may have left its beginning. */
static size_t may_be_written(const struct question *q, long nr)
{
	size_t done = nr > 0 ? nr * q->req.rec_size : 0;

	return q->to.writable - done < q->req.rec_size ? q->to.writable : done;
}

static void check_success(const struct question *q, long ret)
{
	CHECK((size_t)ret <= q->nr, "%ld of %zu", ret, q->nr);
	if (q->to.moving)
		return;
	if (!ret) {
		CHECK(!must_list_me(&q->req), "from %u to %u",
		      q->req.after_pid, q->req.last_pid);
		CHECK(q->to.area == q->from.area || untouched(&q->to, 0),
		      "in %s", q->to.area ? q->to.area->name : "nothing");
		return;
	}
	if (!fits(q) || (size_t)ret * q->req.rec_size > q->to.writable) {
		violated("%ld records in %zu bytes", ret, q->to.writable);
		return;
	}
	check_records(q, ret);
	CHECK(q->to.area == q->from.area ||
	      untouched(&q->to, may_be_written(q, ret)),
	      "%ld records of %u at %p in %s, which ends at %p", ret,
	      q->req.rec_size, q->to.at, q->to.area->name, q->to.area->mid);
}

static void check_failure(const struct question *q, long ret)
{
	CHECK((ret == -EFAULT && (q->to.moving || !fits(q))) ||
	      (ret == -EINTR && me.shot_at), "%ld, rec_size %u, writable %zu",
	      ret, q->req.rec_size, q->to.writable);
	CHECK(q->to.area == q->from.area || untouched(&q->to, q->to.writable),
	      "%ld, but something is before it", ret);
}

/* The request may have been anything, if it came and went. */
static void check_lottery(long ret)
{
	CHECK(ret >= 0 || ret == -EFAULT || ret == -EINVAL || ret == -E2BIG ||
	      ret == -EINTR, "%ld", ret);
}

static void check_prediction(const struct question *q, long expected, long ret)
{
	CHECK(ret == expected,
	      "%ld, not %ld: size %u rec_size %u mask %#llx after %u last %u budget %llu from %#llx; at %p, %zu readable; nr %zu flags %#x",
	      ret, expected, q->req.size, q->req.rec_size, q->req.mask,
	      q->req.after_pid, q->req.last_pid, q->req.walk_budget,
	      q->req.walk_from, q->from.at, q->from.readable, q->nr, q->flags);
	CHECK(q->to.area == q->from.area || untouched(&q->to, 0),
	      "refused with %ld, but written", ret);
}

void fuzz_list(void)
{
	struct question q;
	long expected, ret;
	bool lottery;

	choose(&q);
	lottery = q.from.moving && !q.flags && q.nr;
	expected = predict(&q);
	ret = tam_list(q.from.at, q.to.at, q.nr, q.flags);
	answered(NR_LIST_MEM_STATS, ret, expected && !lottery);
	if (lottery)
		check_lottery(ret);
	else if (expected)
		check_prediction(&q, expected, ret);
	else if (ret < 0)
		check_failure(&q, ret);
	else
		check_success(&q, ret);
}
