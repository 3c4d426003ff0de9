// SPDX-License-Identifier: GPL-2.0
/*
 * What takes time to find out about this machine, and holds until it boots
 * again: kept in the cache, in one line "BOOT-ID TSC-KHZ KVM".
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

#define BOOT_ID		"/proc/sys/kernel/random/boot_id"
#define ID_LEN		36

struct facts {
	char boot_id[ID_LEN + 1];
	unsigned long tsc_khz;	/* 0: not measured yet */
	int kvm;		/* enum kvm_verdict */
};

/* Where vm/kernel-build has its cache, too. Returns false if there is none. */
static bool cache_file(char *path, size_t size)
{
	const char *cache = getenv("TAMTOP_CACHE");
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	int n = 0;

	if (cache && *cache)
		n = snprintf(path, size, "%s/host", cache);
	else if (xdg && *xdg)
		n = snprintf(path, size, "%s/tamtop/host", xdg);
	else if (home && *home)
		n = snprintf(path, size, "%s/.cache/tamtop/host", home);
	return n > 0 && (size_t)n < size;
}

static bool read_line(const char *path, char *line, size_t size)
{
	FILE *f = fopen(path, "re");
	bool got;

	if (!f)
		return false;
	got = fgets(line, size, f);
	fclose(f);
	return got;
}

/* Fills @f with what is known since the machine booted. */
static void load(struct facts *f)
{
	char path[4096], line[128], id[ID_LEN + 1];
	unsigned long khz;
	int kvm;

	*f = (struct facts) { .kvm = KVM_UNTRIED };
	if (!read_line(BOOT_ID, f->boot_id, sizeof(f->boot_id)) ||
	    !cache_file(path, sizeof(path)) ||
	    !read_line(path, line, sizeof(line)) ||
	    sscanf(line, "%36s %lu %d", id, &khz, &kvm) != 3 ||
	    strcmp(id, f->boot_id))
		return;
	f->tsc_khz = khz;
	if (kvm >= KVM_UNTRIED && kvm <= KVM_STUCK)
		f->kvm = kvm;
}

/* Without a cache nothing is lost but time. */
static void store(const struct facts *f)
{
	char path[4096], tmp[4200];
	FILE *out;
	bool ok;

	if (!f->boot_id[0] || !cache_file(path, sizeof(path)))
		return;
	snprintf(tmp, sizeof(tmp), "%s.%d", path, (int)getpid());
	out = fopen(tmp, "we");
	if (!out)
		return;
	ok = fprintf(out, "%s %lu %d\n", f->boot_id, f->tsc_khz, f->kvm) > 0;
	if (fclose(out) || !ok || rename(tmp, path))
		unlink(tmp);
}

unsigned long host_tsc_khz(void)
{
	struct facts f;

	load(&f);
	if (!f.tsc_khz) {
		f.tsc_khz = tsc_khz();
		store(&f);
	}
	return f.tsc_khz;
}

/* A machine that was too busy to pass may pass when it is asked again. */
enum kvm_verdict host_kvm(bool again)
{
	struct facts f;

	load(&f);
	if (f.kvm == KVM_UNTRIED || (again && f.kvm != KVM_WORKS)) {
		f.kvm = kvm_probe();
		store(&f);
	}
	return f.kvm;
}
