// Whatever comes over a socket, by libFuzzer: a whole server in this process, over a database with people, an account
// tree and a session that the input may use. The first byte of an input says whether the rest is all that is sent, or
// the body of a request that has everything else right.
//
// Every answer is well-formed HTTP with the headers of every answer; an error is {"error":...}, and has no effect; what
// is answered 200 is a reply of the protocol; the connection ends; and afterwards the server answers somebody else.
#include <unistd.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "domain/rules.h"
#include "fuzz/must.h"
#include "server/made_database.h"
#include "shell/server/http_server.h"
#include "shell/server/log.h"
#include "wire/json.h"

namespace {

using namespace parasol;
using namespace parasol::server;
using fuzz::must;
namespace asio = boost::asio;

// In the inputs that are there from the beginning, and in the dictionary (seeds.cpp).
const std::string person_text = "018f0000-0000-7000-8000-000000000001";
const std::string root_text = "018f0000-0000-7000-8000-000000000002";
const std::string cookie_text = "__Host-parasol-" + person_text + "=token";

class House {
  public:
    House() {
        must(start_sodium(), "no randomness");
        std::string name = (std::filesystem::temp_directory_path() / "parasold-fuzz-XXXXXX").string();
        must(mkdtemp(name.data()) != nullptr, "no folder");
        folder_ = name;
        open_log(folder_ + "/log");
        std::filesystem::create_directories(folder_ + "/pages");
        std::ofstream(folder_ + "/pages/index.html") << "<!doctype html>";
        must(pages_.read(folder_ + "/pages").empty(), "no pages");
        fill();
        begin();
    }
    ~House() { end(); }

    // What comes back for these bytes, until the connection ends.
    std::string ask(const std::string& bytes) {
        if (++asked_ % 40 == 0) fresh_limits();
        if (asked_ % 2000 == 0 || signed_out_) fresh_database();
        settle();
        before_ = commits_;
        asio::ip::tcp::socket socket(io_);
        socket.connect({asio::ip::address_v4::loopback(), http_->port()});
        std::string answer;
        bool over = false;
        asio::async_write(socket, asio::buffer(bytes), [&](boost::system::error_code, std::size_t) {
            boost::system::error_code ignored;
            socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        });
        asio::async_read(socket, asio::dynamic_buffer(answer),
                         [&](boost::system::error_code, std::size_t) { over = true; });
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!over) {
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds(100));
            must(std::chrono::steady_clock::now() < limit, "a connection that does not end", bytes);
        }
        return answer;
    }
    // Whether something was committed since what was asked last.
    bool committed() {
        settle();
        return commits_ != before_;
    }
    void signed_out() { signed_out_ = true; }

  private:
    void fill() {
        const auto rows = [](Vault& vault, Instant now) {
            const auto person = *parse_id_as<PersonId>(person_text);
            RowSet rows;
            rows.apply(genesis(*parse_id_as<AccountId>(root_text), "Operator", "100000001", person, "Stella",
                               "stella@operator.example", GrantId(make_uuid7(1, 2, 3)), now));
            SessionRow session;
            session.id = SessionId(person);
            session.person = person;
            session.created = now;
            session.expires = now + 10 * one_day;
            rows.put(session_key(vault.fingerprint("session", "token")), session);
            return rows;
        };
        const std::string problem = web::make_database(folder_ + "/template.db", folder_ + "/key", rows);
        must(problem.empty(), "no database", problem);
    }
    void begin() {
        signed_out_ = false;
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(folder_ + "/parasol.db" + end);
        std::filesystem::copy_file(folder_ + "/template.db", folder_ + "/parasol.db");
        authority_ = std::make_unique<AuthorityThread>(io_);
        const std::string problem = authority_->open(folder_ + "/parasol.db", folder_ + "/key");
        must(problem.empty(), "the database does not open", problem);
        authority_->start([this](const std::vector<Scope>& scopes) {
            ++commits_;
            pokes_.changed(scopes);
        });
        open();
    }
    void open() {
        api_ = std::make_unique<Api>(*authority_, pokes_, metrics_, authority_->key(), Api::Options{});
        http_ = std::make_unique<HttpServer>(io_, pages_, *api_, pokes_, metrics_, HttpServer::Options{});
        const std::string problem = http_->listen("127.0.0.1", 0);
        must(problem.empty(), "it does not listen", problem);
    }
    void close() {
        bool stopped = false;
        http_->stop([&] { stopped = true; });
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!stopped || authority_->waiting() > 0) {
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds(100));
            must(std::chrono::steady_clock::now() < limit, "the server does not end");
        }
        io_.restart();
        io_.poll();
        http_.reset();
        api_.reset();
    }
    void end() {
        close();
        authority_->stop();
        io_.restart();
        io_.poll();
    }
    // The authority does one thing after the other: what was committed before this is known after it.
    void settle() {
        bool answered = false;
        authority_->ask(Request{protocol_version, {}, Pull{}}, [&](const Reply&) { answered = true; });
        while (!answered) {
            io_.restart();
            io_.run_one();
        }
    }
    // Who asks too often waits: the limits begin anew, so that what is behind them is reached.
    void fresh_limits() {
        close();
        open();
    }
    void fresh_database() {
        end();
        begin();
    }

    std::string folder_;
    asio::io_context io_{1};
    Pages pages_;
    Metrics metrics_;
    Pokes pokes_;
    std::unique_ptr<AuthorityThread> authority_;
    std::unique_ptr<Api> api_;
    std::unique_ptr<HttpServer> http_;
    std::size_t asked_ = 0;
    std::size_t commits_ = 0, before_ = 0;
    bool signed_out_ = false;
};

bool is_error(const std::string& body) {
    const std::string begins = R"({"error":{"code":")";
    return body.compare(0, begins.size(), begins) == 0 && body.find(R"(","message":")") != std::string::npos &&
           body.size() > 3 && body.substr(body.size() - 3) == "\"}}";
}

// The answer to HEAD has no body though it names its length. Which of several requests was one is not known here: it is
// the answer that another one, or nothing, stands behind.
bool is_without_body(std::string_view all, const std::string& sent) {
    if (sent.find("HEAD") == std::string::npos) return false;
    const std::string_view ends = "\r\n\r\n";
    const std::size_t head = all.find(ends);
    if (head == std::string_view::npos) return false;
    const std::string_view rest = all.substr(head + ends.size());
    return rest.empty() || rest.substr(0, 7) == "HTTP/1.";
}

// One answer after the other; what is left when they are over is the beginning of a stream, or nothing. Says whether
// one of them may have had an effect.
bool look_at(House& house, std::string_view all, const std::string& sent) {
    bool effect = false;
    while (!all.empty()) {
        http::response_parser<http::string_body> parser;
        const bool bare = is_without_body(all, sent);
        parser.skip(bare);
        parser.body_limit(64 * 1024 * 1024);
        parser.eager(true);
        boost::system::error_code error;
        const std::size_t used = parser.put(asio::buffer(all.data(), all.size()), error);
        if (error == http::error::need_more || (!error && !parser.is_done())) {
            must(parser.is_header_done(), "half an answer", all);
            // A stream of pokes has no length.
            must(parser.get()[http::field::content_type] == "text/event-stream", "half an answer", all);
            must(parser.get()["X-Content-Type-Options"] == "nosniff", "a stream without its headers", all);
            return effect;
        }
        must(!error, "an answer that is not HTTP", all);
        const auto& answer = parser.get();
        const unsigned status = answer.result_int();
        static const std::set<unsigned> known = {200, 304, 400, 401, 403, 404, 405, 411, 413, 415, 426, 429, 431, 503};
        must(known.count(status) == 1, "a status that is not the protocol's", all);
        for (const char* name : {"X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy",
                                 "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cache-Control"}) {
            must(!answer[name].empty(), "a header of every answer is missing", all);
        }
        const std::string& body = answer.body();
        const bool json = answer[http::field::content_type] == "application/json";
        if (status >= 400) {
            must(json && (bare || is_error(body)), "an error that is not JSON", all);
            const bool later = status == 429 || status == 503;
            must(later == !answer[http::field::retry_after].empty(), "Retry-After where it has no place", all);
        } else if (status == 200 && json) {
            effect = true;
            const bool plain = answer[http::field::content_encoding].empty();
            const auto reply = plain ? decode_reply(body) : std::nullopt;
            must(!plain || bare || reply.has_value(), "no reply", body);
            if (!plain || (reply && std::holds_alternative<SignedOut>(*reply))) house.signed_out();
        }
        all.remove_prefix(used);
    }
    return effect;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    static House house;
    if (size == 0) return 0;
    std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] % 2 == 1) {
        bytes = "POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nParasol-Protocol: 1\r\n"
                "Cookie: " + cookie_text + "\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n" + bytes;
    }
    const bool effect = look_at(house, house.ask(bytes), bytes);
    must(effect || !house.committed(), "what was refused had an effect", bytes);
    return 0;
}
