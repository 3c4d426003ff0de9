/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the runner on the host and init in the guest say to each other.
 *
 * They share virtio-serial ports. One for control carries frames. The job of
 * the command line, session 0, has raw bytes on an "io" port (stdin towards
 * the guest, stdout back) and an "err" port (stderr back). Sessions that were
 * attached later have frames on a port together, also for their bytes. The
 * kernel log goes over the serial line. Both ends are built from one tree and
 * run on one architecture, so structures travel as they are.
 *
 * An attached session is between vm/attach and init, over a socket of the
 * runner, which passes frames on without a look at what is in them. It greets
 * with TAM_HELLO, vm/attach sends TAM_JOB, init TAM_HELLO. Then come TAM_DATA,
 * TAM_TOOK and TAM_WINSIZE, until TAM_EXIT of init. When vm/attach is gone the
 * runner says TAM_HANGUP.
 */
#ifndef VM_PROTO_H
#define VM_PROTO_H

#include <stdint.h>

/* Changes whenever a frame does; both ends refuse another's. */
#define TAM_PROTO	2

/* Names of the ports. */
#define TAM_PORT_CTL	"tam.ctl"
#define TAM_PORT_IO	"tam.0.io"
#define TAM_PORT_ERR	"tam.0.err"
#define TAM_PORT_ATTACH	"tam.attach"

/* Where --share appears in the guest, and its 9p tag. */
#define TAM_SHARE	"share"

/* Strings and terminfo of a job, in bytes: fits a socket's buffer. */
#define TAM_JOB_MAX	(128 * 1024)

/* Bytes of an attached session that may be on their way in one direction. */
#define TAM_WINDOW	(32 * 1024)

/* Attached sessions at a time. */
#define TAM_ATTACH_MAX	16

enum tam_type {
	TAM_HELLO = 1,	/* guest: init is up and wants its job; tam_hello */
	TAM_JOB,	/* host: what to run; tam_job and its strings */
	TAM_WINSIZE,	/* host: the terminal has this size; tam_winsize */
	TAM_EOF,	/* host: stdin ends after so many bytes; tam_count */
	TAM_CLOSED,	/* both: a stream is not read any more; tam_stream */
	TAM_BEAT,	/* guest: still alive; empty */
	TAM_EXIT,	/* guest: the job has ended; tam_exit */
	TAM_BYE,	/* host: all has arrived, power off; empty */
	TAM_DATA,	/* both: bytes of an attached session */
	TAM_TOOK,	/* both: so many of them were used up; tam_count */
	TAM_HANGUP,	/* host: the session's terminal is gone; empty */
};

enum tam_stream_nr { TAM_STDIN, TAM_STDOUT, TAM_STDERR, TAM_STREAMS };

/* Starts every frame on the control port. */
struct tam_frame {
	uint16_t type;		/* enum tam_type */
	uint16_t session;	/* 0: the job */
	uint32_t len;		/* bytes of payload that follow */
};

struct tam_hello {
	uint32_t proto;		/* TAM_PROTO */
};

/* tam_job.flags */
#define TAM_JOB_TTY	0x1	/* on a terminal, else on three pipes */
#define TAM_JOB_SHARE	0x2	/* mount the share */
#define TAM_JOB_ALIGN	0x4	/* for icount: start at a fixed time */

/*
 * Followed by strings of text_len bytes in all, each ended by NUL: the host
 * name, argc arguments, envc of the environment. No argument means a session
 * in the login shell. Then terminfo_len bytes: the compiled entry of TERM.
 */
struct tam_job {
	uint32_t flags;
	uint32_t rows, cols;	/* of the terminal; 0: not known */
	uint32_t beat_ms;	/* between TAM_BEATs; 0: none */
	uint32_t argc, envc;
	uint32_t text_len;
	uint32_t terminfo_len;
};

struct tam_winsize {
	uint32_t rows, cols;
};

struct tam_count {
	uint64_t bytes;		/* TAM_EOF: since the session began */
};

struct tam_stream {
	uint32_t stream;	/* enum tam_stream_nr */
};

struct tam_exit {
	int32_t status;		/* as from waitpid(2) */
	uint32_t pad;
	uint64_t out, err;	/* bytes that were sent on each port */
};

#endif
