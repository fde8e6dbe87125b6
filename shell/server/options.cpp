#include "shell/server/options.h"

#include <CLI/CLI.hpp>

namespace parasol::server {

int read_options(int count, char** arguments, Options& options) {
    CLI::App app{"parasold: the server of the Parasol portal", "parasold"};
    app.require_subcommand(1);
    app.fallthrough();
    app.set_config("--config", "",
                   "A file with these options, one \"name = value\" a line; a subcommand's below a line with its "
                   "name, \"[serve]\"");
    app.add_option("--data", options.data, "The folder of the database and its key")
        ->envname("PARASOLD_DATA")
        ->capture_default_str();

    CLI::App* serve = app.add_subcommand("serve", "Serve the page and its requests");
    serve->add_option("--pages", options.pages, "The folder of the page's files")
        ->envname("PARASOLD_PAGES")
        ->capture_default_str();
    serve->add_option("--address", options.address, "The address to listen on; off this machine only --behind-proxy")
        ->envname("PARASOLD_ADDRESS")
        ->capture_default_str();
    serve->add_option("--port", options.port, "The port to listen on; 0 takes a free one")
        ->envname("PARASOLD_PORT")
        ->capture_default_str();
    serve->add_flag("--behind-proxy", options.behind_proxy,
                    "A proxy with TLS stands before: its X-Forwarded-For says who asks")
        ->envname("PARASOLD_BEHIND_PROXY");
    serve->add_option("--log", options.log_file, "The file to log to, one JSON object a line; else standard error")
        ->envname("PARASOLD_LOG");
    serve->add_option("--connections", options.most_connections, "The most connections at a time")
        ->envname("PARASOLD_CONNECTIONS")
        ->capture_default_str();

    CLI::App* init = app.add_subcommand("init", "Make a new database with the operator's account and its first owner");
    init->add_option("--operator", options.operator_name, "The operator's name")->required();
    init->add_option("--owner", options.owner_name, "The first owner's name")->required();
    init->add_option("--email", options.owner_email, "The first owner's e-mail address")->required();
    init->add_option("--url", options.url, "Where the portal will be found, for the sign-in link")
        ->capture_default_str();

    CLI::App* sample = app.add_subcommand("sample", "Make a new database with sample accounts");
    sample->add_option("--accounts", options.accounts, "About so many accounts")
        ->check(CLI::Range(10, 1000000))
        ->capture_default_str();
    sample->add_option("--shape", options.shape, "How they are spread")
        ->check(CLI::IsMember({"usual", "one-base", "deep"}))
        ->capture_default_str();
    sample->add_option("--password", options.password, "The password of every sample person")->required();
    sample->add_option("--pages", options.pages, "The folder of the page's files, for the sample's names")
        ->envname("PARASOLD_PAGES")
        ->capture_default_str();

    app.add_subcommand("verify", "Check everything that has to hold in the database");
    CLI::App* backup = app.add_subcommand("backup", "Copy the database to a new file, while it is served");
    backup->add_option("file", options.file, "The new file")->required();
    CLI::App* restore = app.add_subcommand("restore", "Put a backup in the place of the database");
    restore->add_option("file", options.file, "The backup")->required();

    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 1;
    }
    const std::pair<const char*, Subcommand> all[] = {
        {"serve", Subcommand::serve},   {"init", Subcommand::init},     {"sample", Subcommand::sample},
        {"verify", Subcommand::verify}, {"backup", Subcommand::backup}, {"restore", Subcommand::restore}};
    for (const auto& [name, subcommand] : all) {
        if (app.got_subcommand(name)) options.subcommand = subcommand;
    }
    return -1;
}

}  // namespace parasol::server
