/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_CONF_PATH_H
#define TUI_APP_CONF_PATH_H

/*
 * Where the config file is: tamtop/config below XDG_CONFIG_HOME, or below
 * .config in HOME, or in what passwd(5) has as the home. free() frees it; NULL:
 * there is no such place. In @shown, freed likewise, it is as a person would
 * write it.
 */
char *conf_path(char **shown);

/* @path as a person has typed it: "~/" before it is the home. free() frees. */
char *conf_path_typed(const char *path);

#endif
