/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_CGROUP_NAME_H
#define TUI_MODEL_CGROUP_NAME_H

/*
 * A cgroup as a person knows it: from the last unit in its path on, without
 * what stands above, and numbers of containers cut to 12 digits: "ssh.service",
 * "docker-8f3a5c0e7b12.scope". To be freed; dies when memory is out.
 */
char *cgroup_name(const char *path);

#endif
