// What parasold is told on its command line, in its environment (PARASOLD_...) and in a configuration file.
#pragma once

#include <cstddef>
#include <string>

namespace parasol::server {

enum class Subcommand : unsigned char { none, serve, init, sample, verify, backup, restore, import_accounts };

struct Options {
    Subcommand subcommand = Subcommand::none;
    std::string data = "parasold-data";  // folder of the database and its key
    // serve
    std::string pages = "build/served";
    std::string address = "127.0.0.1";
    unsigned short port = 8080;
    bool behind_proxy = false;
    std::string log_file;
    std::size_t most_connections = 12000;
    std::string url = "http://127.0.0.1:8080/";  // where the portal is found; of init, too
    int session_rest_days = 14;
    int session_most_days = 90;
    int shared_rest_hours = 12;
    int shared_most_hours = 12;
    std::string mail_relay;
    std::string mail_from;
    std::string mail_user;
    std::string mail_password;  // never on the command line
    std::string mail_password_file;
    bool mail_plain = false;
    int mail_pause_seconds = 60;
    // init
    std::string operator_name;
    std::string owner_name;
    std::string owner_email;
    // sample
    std::size_t accounts = 2100;
    std::string shape = "usual";
    std::string password;
    // backup, restore, import
    std::string file;
    // import
    std::string into;       // an account's number
    std::string in_name_of;  // an address

    std::string database() const { return data + "/parasol.db"; }
    std::string key() const { return data + "/parasol.key"; }
};

// The exit code where there is nothing more to do (help, a mistake); else -1.
int read_options(int count, char** arguments, Options& options);

}  // namespace parasol::server
