// SPDX-License-Identifier: GPL-2.0
/* tamvm, the program behind vm/run: boots a guest and runs a command in it. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner.h"

/* Or a socket to QEMU would become somebody's stdin. */
static void fill_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
}

static void check_terminal(const struct opts *o, struct terminfo *ti)
{
	if (!o->tty && !o->command[0])
		die(EXIT_BROKEN, "no terminal: a shell in the guest needs one on stdin and stdout; without one, give a command: vm/run -- COMMAND");
	if (o->tty)
		terminfo_need(ti);
}

/* Why there is no KVM, and what to do. */
static void refuse_kvm(enum kvm_verdict v)
{
	static const char *const why[] = {
		[KVM_ABSENT] = "there is no /dev/kvm",
		[KVM_DENIED] = "no access to /dev/kvm",
		[KVM_BROKEN] = "/dev/kvm runs no 64-bit machine",
		[KVM_STUCK] = "64-bit code makes hardly any progress",
	};

	die(EXIT_BROKEN, "KVM does not work here: %s; leave TAM_ACCEL unset",
	    why[v]);
}

static void choose_accel(struct opts *o)
{
	enum kvm_verdict v = KVM_UNTRIED;

	if (o->accel == ACCEL_KVM)
		v = host_kvm(true);
	else if (o->accel == ACCEL_AUTO && kvm_likely())
		v = host_kvm(false);
	o->kvm = v == KVM_WORKS;
	if (o->accel == ACCEL_KVM && !o->kvm)
		refuse_kvm(v);
}

static int failed(const struct guest *g, int code)
{
	klog_show(&g->console);
	return code;
}

static int fault(const struct guest *g)
{
	say("the guest's kernel reported a fault: %s", g->console.what);
	return failed(g, EXIT_BROKEN);
}

/* The first line of what QEMU said, without its name. */
static const char *complaint(const struct guest *g)
{
	static char line[400];
	const char *text = g->complaints.text ? g->complaints.text : "";
	const char *colon = strstr(text, ": ");

	if (!strncmp(text, "qemu-system", 11) && colon)
		text = colon + 2;
	snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
	return line;
}

static const char *kvm_hint(const struct guest *g)
{
	return g->opts->kvm ? "; that was with KVM, try TAM_ACCEL=tcg" : "";
}

static int gone(const struct guest *g)
{
	int st = g->qemu_status;

	if (!g->hello && *complaint(g) && !g->console.len)
		die(EXIT_BROKEN, "QEMU cannot start: %s%s", complaint(g),
		    kvm_hint(g));
	if (WIFSIGNALED(st))
		say("QEMU was killed by signal %d (%s), the guest is lost",
		    WTERMSIG(st), strsignal(WTERMSIG(st)));
	else if (WEXITSTATUS(st))
		say("QEMU failed: %s", complaint(g));
	else
		say("the guest ended without the command's status");
	return failed(g, EXIT_BROKEN);
}

static int hang(const struct guest *g, enum guest_end end)
{
	if (end == END_HANG_BOOT)
		say("the guest did not boot within %lu s%s", guest_patience(g),
		    kvm_hint(g));
	else if (end == END_HANG)
		say("the guest hangs: no sign of life for %lu s",
		    guest_patience(g));
	else
		say("the command did not end within %lu s",
		    g->opts->timeout);
	return failed(g, EXIT_HANG);
}

static int status_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
				     WEXITSTATUS(status);
}

static int conclude(const struct guest *g, enum guest_end end)
{
	if (end == END_SIGNAL)
		end_by(g->signal);
	if (g->console.fault != SIZE_MAX)
		return fault(g);
	if (end == END_EXIT)
		return status_code(g->exit.status);
	if (end == END_ESCAPE)
		return g->opts->command[0] ? 128 + SIGINT : 0;
	if (end == END_GONE)
		return gone(g);
	if (end == END_CONFUSED)
		die(EXIT_BROKEN, "the initramfs is not of this tree: make guest");
	return hang(g, end);
}

/*
 * Other terminals find the guest if someone would look for it: if it has one
 * itself, or was given a name. Returns where they come in, or -1.
 */
static int claim_name(struct opts *o)
{
	if (!o->tty && !o->named)
		return -1;
	atexit(rundir_release);
	return rundir_claim(o);
}

int main(int argc, char **argv)
{
	static struct terminfo ti;
	static struct guest g;
	struct opts o;
	enum guest_end end;
	int listener;

	fill_streams();
	if (argc > 1 && !strcmp(argv[1], "attach"))
		return attach_main(argc - 1, argv + 1);
	opts_parse(&o, argc, argv);
	check_terminal(&o, &ti);
	if (!o.check)
		choose_accel(&o);
	listener = claim_name(&o);
	if (o.check)
		return 0;
	g.opts = &o;
	g.terminfo = &ti;
	guest_signals(&g);
	end = guest_run(&g, listener);
	rundir_release();
	if (o.tty && end != END_EXIT)
		modes_undo();
	tty_restore();
	/* Not exit(): a thread may still wait for the host's side. */
	_exit(conclude(&g, end));
}
