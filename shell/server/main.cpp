// parasold: ./parasold --help
#include <csignal>
#include <cstdio>

#include "shell/server/commands.h"
#include "shell/server/secrets.h"

int main(int count, char** arguments) {
    using namespace parasol::server;
    Options options;
    const int ended = read_options(count, arguments, options);
    if (ended >= 0) return ended;
    std::signal(SIGPIPE, SIG_IGN);
    if (!start_sodium()) {
        std::fprintf(stderr, "parasold: The system gives no random numbers.\n");
        return exit_refused;
    }
    switch (options.subcommand) {
        case Subcommand::serve: return run_serve(options);
        case Subcommand::init: return run_init(options);
        case Subcommand::sample: return run_sample(options);
        case Subcommand::verify: return run_verify(options);
        case Subcommand::backup: return run_backup(options);
        case Subcommand::restore: return run_restore(options);
        case Subcommand::import_accounts: return run_import(options);
        case Subcommand::none: break;
    }
    return exit_refused;
}
