// SPDX-License-Identifier: GPL-2.0
/* The command line of vm/run. Its help text is in the script. */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner.h"

#define SEE_HELP	"; see %s --help"
#define MEM_MIN		64UL		/* MiB */
#define MEM_MAX		(1UL << 20)	/* MiB: one TiB */
#define CPUS_MAX	4UL		/* NR_CPUS of the guest's kernel */
#define TIMEOUT_MAX	1000000UL	/* seconds */

enum { OPT_KERNEL = 256, OPT_INITRD, OPT_MEM, OPT_CPUS, OPT_NAME, OPT_SHARE,
	OPT_TIMEOUT, OPT_TAMTOP, OPT_DEBUG, OPT_ICOUNT, OPT_CHECK };

static const struct option options[] = {
	{ "kernel", required_argument, NULL, OPT_KERNEL },
	{ "initrd", required_argument, NULL, OPT_INITRD },
	{ "mem", required_argument, NULL, OPT_MEM },
	{ "cpus", required_argument, NULL, OPT_CPUS },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "share", required_argument, NULL, OPT_SHARE },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "tamtop", no_argument, NULL, OPT_TAMTOP },
	{ "debug", no_argument, NULL, OPT_DEBUG },
	{ "kcsan", no_argument, NULL, OPT_DEBUG },
	{ "icount", no_argument, NULL, OPT_ICOUNT },
	{ "check", no_argument, NULL, OPT_CHECK },
	{ NULL, 0, NULL, 0 }
};

/* A whole number from @min to @max; @rest gets what follows it. */
static bool number(const char *s, unsigned long min, unsigned long max,
		   unsigned long *n, char **rest)
{
	if (!isdigit((unsigned char)*s))
		return false;
	errno = 0;
	*n = strtoul(s, rest, 10);
	return !errno && *n >= min && *n <= max;
}

static unsigned long mem_mib(const char *arg)
{
	unsigned long n;
	char *unit;

	if (number(arg, 1, MEM_MAX, &n, &unit) && *unit && !unit[1]) {
		if (strchr("gG", *unit) && n <= MEM_MAX / 1024)
			n *= 1024;
		else if (!strchr("mM", *unit))
			n = 0;
		if (n >= MEM_MIN && n <= MEM_MAX)
			return n;
	}
	die(EXIT_USAGE, "--mem %.40s: give a size from 64M to 1024G, as in 512M or 2G", arg);
}

static unsigned long count(const char *opt, const char *arg, unsigned long max)
{
	unsigned long n;
	char *rest;

	if (!number(arg, 1, max, &n, &rest) || *rest)
		die(EXIT_USAGE, "--%s %.40s: give a whole number from 1 to %lu",
		    opt, arg, max);
	return n;
}

static const char *host_name(const char *arg)
{
	size_t len = 0;

	while (isalnum((unsigned char)arg[len]) || arg[len] == '-')
		len++;
	if (!len || len > 32 || arg[0] == '-' || arg[len])
		die(EXIT_USAGE, "--name %.40s: give up to 32 letters, digits and hyphens", arg);
	return arg;
}

static const char *directory(const char *arg)
{
	struct stat st;
	const char *path = realpath(arg, NULL);

	if (!path)
		die(EXIT_USAGE, "--share %s: %s", arg, strerror(errno));
	if (stat(path, &st) || !S_ISDIR(st.st_mode))
		die(EXIT_USAGE, "--share %s: not a directory", arg);
	return path;
}

static void set(struct opts *o, int opt, const char *arg)
{
	switch (opt) {
	case OPT_KERNEL:
		o->kernel = arg;
		break;
	case OPT_INITRD:
		o->initrd = arg;
		break;
	case OPT_MEM:
		o->mem_mib = mem_mib(arg);
		break;
	case OPT_CPUS:
		o->cpus = count("cpus", arg, CPUS_MAX);
		break;
	case OPT_NAME:
		o->named = true;
		o->name = host_name(arg);
		break;
	case OPT_SHARE:
		o->share = directory(arg);
		break;
	case OPT_TIMEOUT:
		o->timeout = count("timeout", arg, TIMEOUT_MAX);
		break;
	case OPT_TAMTOP:
		o->tamtop = true;
		break;
	case OPT_DEBUG:
		o->debug = true;
		break;
	case OPT_ICOUNT:
		o->icount = true;
		break;
	case OPT_CHECK:
		o->check = true;
		break;
	}
}

static void from_environment(struct opts *o)
{
	const char *accel = getenv("TAM_ACCEL");

	if (!accel || !*accel)
		return;
	o->accel = !strcmp(accel, "kvm") ? ACCEL_KVM : ACCEL_TCG;
	if (o->accel == ACCEL_TCG && strcmp(accel, "tcg"))
		die(EXIT_USAGE, "TAM_ACCEL=%.40s: give tcg or kvm", accel);
}

/* Only an emulated processor, and only one, counts its instructions. */
static void check_icount(struct opts *o)
{
	if (o->accel == ACCEL_KVM)
		die(EXIT_USAGE, "--icount needs TCG, and TAM_ACCEL says kvm");
	if (o->cpus > 1)
		die(EXIT_USAGE, "--icount takes one processor: --cpus 1");
	o->accel = ACCEL_TCG;
	o->cpus = 1;
}

static void refuse(int opt, char **argv)
{
	const char *arg = argv[optind - 1];

	if (opt == ':')
		die(EXIT_USAGE, "%.60s needs a value" SEE_HELP, arg, program);
	if (optopt >= OPT_KERNEL)
		die(EXIT_USAGE, "%.60s takes no value" SEE_HELP, arg, program);
	if (optopt)
		die(EXIT_USAGE, "unknown option -%c" SEE_HELP, optopt, program);
	die(EXIT_USAGE, "unknown option %.60s" SEE_HELP, arg, program);
}

static void parse(struct opts *o, int argc, char **argv,
		  const struct option *known)
{
	int opt;

	*o = (struct opts) { .name = "tamtop", .mem_mib = 1024 };
	opterr = 0;
	while ((opt = getopt_long(argc, argv, "+:", known, NULL)) != -1) {
		if (opt == '?' || opt == ':')
			refuse(opt, argv);
		set(o, opt, optarg);
	}
	o->command = argv + optind;
	o->tty = isatty(0) && isatty(1);
}

void opts_parse_attach(struct opts *o, int argc, char **argv)
{
	static const struct option known[] = {
		{ "name", required_argument, NULL, OPT_NAME },
		{ NULL, 0, NULL, 0 }
	};

	parse(o, argc, argv, known);
	if (o->command[0])
		die(EXIT_USAGE, "%.60s is no option" SEE_HELP, o->command[0], program);
}

void opts_parse(struct opts *o, int argc, char **argv)
{
	parse(o, argc, argv, options);
	if (o->command[0] && strcmp(argv[optind - 1], "--"))
		die(EXIT_USAGE, "%.60s is no option; a command comes after --"
		    SEE_HELP, o->command[0], program);
	if (o->tamtop && o->command[0])
		die(EXIT_USAGE, "--tamtop starts a session, and takes no command");
	from_environment(o);
	if (o->icount)
		check_icount(o);
	else if (!o->cpus)
		o->cpus = 2;
}
