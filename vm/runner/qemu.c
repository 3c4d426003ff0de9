// SPDX-License-Identifier: GPL-2.0
/* QEMU: its command line, and how it starts. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "runner.h"

#define QEMU	"qemu-system-x86_64"

/* A growing argument list; the strings are never freed, exec takes them. */
struct args {
	char *argv[80];
	int argc;
};

/* The ends that QEMU holds. */
struct far_ends {
	int ctl, io, err, attach, console, complaints, failed;
};

static void add(struct args *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct args *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&a->argv[a->argc], fmt, ap) < 0)
		die(EXIT_BROKEN, "no memory");
	va_end(ap);
	a->argv[++a->argc] = NULL;
}

/* QEMU splits options at commas; a doubled one is an ordinary character. */
static char *double_commas(const char *s)
{
	char *out = malloc(2 * strlen(s) + 1), *to = out;

	if (!out)
		die(EXIT_BROKEN, "no memory");
	do {
		*to++ = *s;
		if (*s == ',')
			*to++ = ',';
	} while (*s++);
	return out;
}

static void add_port(struct args *a, const char *name, int fd)
{
	add(a, "-chardev");
	add(a, "socket,id=%s,fd=%d", name, fd);
	add(a, "-device");
	add(a, "virtserialport,chardev=%s,name=%s", name, name);
}

/* One instruction is one nanosecond, and nothing is left to chance. */
static void add_icount(struct args *a)
{
	add(a, "-icount");
	add(a, "shift=0,sleep=off");
	add(a, "-rtc");
	add(a, "clock=vm,base=2026-01-01");
	add(a, "-seed");
	add(a, "1");
}

static void add_machine(struct args *a, const struct opts *o)
{
	add(a, QEMU);
	add(a, "-M");
	add(a, "microvm,acpi=off");
	add(a, "-accel");
	add(a, "%s", o->kvm ? "kvm" : "tcg");
	add(a, "-cpu");
	add(a, "%s", o->kvm ? "host" : "max");
	add(a, "-m");
	add(a, "%luM", o->mem_mib);
	add(a, "-smp");
	add(a, "%lu", o->cpus);
	add(a, "-name");
	add(a, "guest=%s", o->name);
	add(a, "-nodefaults");
	add(a, "-no-user-config");
	add(a, "-display");
	add(a, "none");
	add(a, "-no-reboot");
	if (o->icount)
		add_icount(a);
}

/*
 * loglevel: warnings must reach the log, as many faults are no more than
 * that, and of a kernel that looks for faults what it adds for information,
 * too: the stack of who is stuck. panic and reboot: a panic ends QEMU at
 * once. tsc: the kernel misjudges an emulated one, in its rate and in
 * whether it can be trusted. no_timer_check: on a busy machine ticks may
 * stay away for as long as the kernel waits for ten of them, which it takes
 * for a broken timer, and panics. With icount every look at a clock is slow,
 * and calibrating the APIC's timer is nothing else, for 12 s.
 */
static void add_kernel(struct args *a, const struct opts *o)
{
	add(a, "-kernel");
	add(a, "%s", o->kernel);
	add(a, "-initrd");
	add(a, "%s", o->initrd);
	add(a, "-append");
	add(a, "console=ttyS0 loglevel=%d panic=-1 reboot=t no_timer_check tsc=reliable tsc_early_khz=%lu%s",
	    o->debug ? 7 : 5, o->icount ? 1000000 : host_tsc_khz(),
	    o->icount ? " norandmaps nolapic_timer" : "");
}

static void add_devices(struct args *a, const struct opts *o,
			const struct far_ends *f)
{
	add(a, "-chardev");
	add(a, "socket,id=console,fd=%d", f->console);
	add(a, "-serial");
	add(a, "chardev:console");
	add(a, "-device");
	add(a, "virtio-serial-device");
	add_port(a, TAM_PORT_CTL, f->ctl);
	add_port(a, TAM_PORT_IO, f->io);
	add_port(a, TAM_PORT_ERR, f->err);
	add_port(a, TAM_PORT_ATTACH, f->attach);
	if (!o->share)
		return;
	add(a, "-fsdev");
	add(a, "local,id=" TAM_SHARE ",path=%s,security_model=none,multidevs=remap",
	    double_commas(o->share));
	add(a, "-device");
	add(a, "virtio-9p-device,fsdev=" TAM_SHARE ",mount_tag=" TAM_SHARE);
}

static void pair(int *near, int *far)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd))
		die(EXIT_BROKEN, "cannot make a socket: %s", strerror(errno));
	*near = fd[0];
	*far = fd[1];
}

/* In a session of its own, no key of the terminal reaches QEMU. */
static void child(struct args *a, const struct far_ends *f, pid_t parent)
{
	const int pass[] = { f->ctl, f->io, f->err, f->attach, f->console };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;
	size_t i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(null, 0);
	dup2(null, 1);
	dup2(f->complaints, 2);
	for (i = 0; i < ARRAY_SIZE(pass); i++)
		fcntl(pass[i], F_SETFD, 0);
	execvp(a->argv[0], a->argv);
	if (write(f->failed, &errno, sizeof(errno)) < 0)
		_exit(2);
	_exit(1);
}

static void check_exec(int fd)
{
	int err;

	if (read(fd, &err, sizeof(err)) == sizeof(err))
		die(EXIT_BROKEN, "cannot run " QEMU ": %s; make deps installs it (package qemu-system-x86)",
		    strerror(err));
	close(fd);
}

void qemu_start(struct qemu *q, const struct opts *o)
{
	struct far_ends f;
	struct args a = { .argc = 0 };
	pid_t parent = getpid();
	int failed;

	pair(&q->ctl, &f.ctl);
	pair(&q->io, &f.io);
	pair(&q->err, &f.err);
	pair(&q->attach, &f.attach);
	pair(&q->console, &f.console);
	pair(&q->complaints, &f.complaints);
	pair(&failed, &f.failed);
	add_machine(&a, o);
	add_kernel(&a, o);
	add_devices(&a, o, &f);
	q->pid = fork();
	if (q->pid < 0)
		die(EXIT_BROKEN, "cannot start a process: %s", strerror(errno));
	if (!q->pid)
		child(&a, &f, parent);
	close(f.ctl);
	close(f.io);
	close(f.err);
	close(f.attach);
	close(f.console);
	close(f.complaints);
	close(f.failed);
	check_exec(failed);
	q->pidfd = syscall(SYS_pidfd_open, q->pid, 0);
	if (q->pidfd < 0)
		die(EXIT_BROKEN, "cannot watch QEMU: %s", strerror(errno));
}
