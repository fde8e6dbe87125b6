#include "shell/server/options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

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
    const auto url = [&](CLI::App* to) {
        to->add_option("--url", options.url, "Where the portal is found, for the links in mails and of init")
            ->envname("PARASOLD_URL")
            ->capture_default_str();
    };
    url(serve);
    serve->add_option("--session-rest-days", options.session_rest_days, "A session that is not used so long ends")
        ->envname("PARASOLD_SESSION_REST_DAYS")
        ->check(CLI::Range(1, 3650))
        ->capture_default_str();
    serve->add_option("--session-days", options.session_most_days, "A session ends after so long, however it is used")
        ->envname("PARASOLD_SESSION_DAYS")
        ->check(CLI::Range(1, 3650))
        ->capture_default_str();
    serve->add_option("--shared-rest-hours", options.shared_rest_hours, "The same of a session on a shared computer")
        ->envname("PARASOLD_SHARED_REST_HOURS")
        ->check(CLI::Range(1, 240))
        ->capture_default_str();
    serve->add_option("--shared-hours", options.shared_most_hours, "The same of a session on a shared computer")
        ->envname("PARASOLD_SHARED_HOURS")
        ->check(CLI::Range(1, 240))
        ->capture_default_str();
    serve->add_option("--mail-relay", options.mail_relay,
                      "Where mail is handed over: smtp://HOST:PORT or smtps://HOST:PORT; without it there is no mail")
        ->envname("PARASOLD_MAIL_RELAY");
    serve->add_option("--mail-from", options.mail_from, "The address that mail comes from")
        ->envname("PARASOLD_MAIL_FROM");
    serve->add_option("--mail-user", options.mail_user, "Who signs in at the relay")->envname("PARASOLD_MAIL_USER");
    serve->add_option("--mail-password-file", options.mail_password_file,
                      "A file with the relay's password in its first line; or say it in PARASOLD_MAIL_PASSWORD")
        ->envname("PARASOLD_MAIL_PASSWORD_FILE");
    serve->add_flag("--mail-plain", options.mail_plain, "Hand mail over without TLS where the relay has none")
        ->envname("PARASOLD_MAIL_PLAIN");
    serve->add_option("--mail-pause-seconds", options.mail_pause_seconds,
                      "The pause after a mail that could not be handed over; it doubles up to six hours")
        ->envname("PARASOLD_MAIL_PAUSE_SECONDS")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    serve->add_option("--connections", options.most_connections, "The most connections at a time")
        ->envname("PARASOLD_CONNECTIONS")
        ->capture_default_str();

    CLI::App* init = app.add_subcommand("init", "Make a new database with the operator's account and its first owner");
    init->add_option("--operator", options.operator_name, "The operator's name")->required();
    init->add_option("--owner", options.owner_name, "The first owner's name")->required();
    init->add_option("--email", options.owner_email, "The first owner's e-mail address")->required();
    url(init);

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
    CLI::App* import = app.add_subcommand("import", "Make the accounts of a CSV file below an account: all, or none");
    import->add_option("file", options.file, "The CSV file, as the page's template has it")->required();
    import->add_option("--account", options.into, "The number of the account that they are below")->required();
    import->add_option("--as", options.in_name_of, "The e-mail address of the person in whose name, who has to be "
                                                   "allowed to")
        ->required();

    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 1;
    }
    const std::pair<const char*, Subcommand> all[] = {
        {"serve", Subcommand::serve},   {"init", Subcommand::init},     {"sample", Subcommand::sample},
        {"verify", Subcommand::verify}, {"backup", Subcommand::backup}, {"restore", Subcommand::restore},
        {"import", Subcommand::import_accounts}};
    // Never on the command line, where every user of the machine could read it.
    if (const char* password = std::getenv("PARASOLD_MAIL_PASSWORD")) options.mail_password = password;
    for (const auto& [name, subcommand] : all) {
        if (app.got_subcommand(name)) options.subcommand = subcommand;
    }
    return -1;
}

}  // namespace parasol::server
