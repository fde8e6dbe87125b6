// The subcommands of parasold but "serve". Each says on standard output what it did, or on standard error what is
// wrong, and answers the exit code.
#pragma once

#include "shell/server/options.h"

namespace parasol::server {

int run_init(const Options& options);
int run_sample(const Options& options);
int run_verify(const Options& options);
int run_backup(const Options& options);
int run_restore(const Options& options);
int run_import(const Options& options);

// Until it is told to end (SIGTERM, SIGINT).
int run_serve(const Options& options);

// What every subcommand answers where something is wrong that its user can mend.
inline constexpr int exit_refused = 1;

}  // namespace parasol::server
