// What parasold is told on its command line, in its environment (PARASOLD_...) and in a configuration file.
#pragma once

#include <cstddef>
#include <string>

namespace parasol::server {

enum class Subcommand : unsigned char { none, serve, init, sample, verify, backup, restore };

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
    // init
    std::string operator_name;
    std::string owner_name;
    std::string owner_email;
    std::string url = "http://127.0.0.1:8080/";
    // sample
    std::size_t accounts = 2100;
    std::string shape = "usual";
    std::string password;
    // backup, restore
    std::string file;

    std::string database() const { return data + "/parasol.db"; }
    std::string key() const { return data + "/parasol.key"; }
};

// The exit code where there is nothing more to do (help, a mistake); else -1.
int read_options(int count, char** arguments, Options& options);

}  // namespace parasol::server
