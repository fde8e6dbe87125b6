// What bad input gets, by docs/protocol.md: its statuses, its limits, and what every answer carries.
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "server/site.h"

using namespace web;

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

const std::string post = "POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                         "Parasol-Protocol: 1\r\n";
const std::string pull_text = R"({"protocol":1,"type":"pull"})";

std::string with_length(const std::string& body) {
    return "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// The status of the first answer to these bytes; 0 where there is none.
unsigned status_of(const std::string& answer) {
    return answer.compare(0, 9, "HTTP/1.1 ") == 0 ? static_cast<unsigned>(std::stoul(answer.substr(9, 3))) : 0;
}

std::size_t answers_in(const std::string& all) {
    std::size_t count = 0;
    for (std::size_t at = all.find("HTTP/1.1 "); at != std::string::npos; at = all.find("HTTP/1.1 ", at + 1)) ++count;
    return count;
}

// Sends a byte now and then until the server ends the connection; what it has said by then, and after how long.
struct Dribbled {
    std::string answer;
    milliseconds took{0};
};
Dribbled dribble(unsigned short port, const std::string& at_once, const std::string& slowly) {
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), port});
    const auto from = std::chrono::steady_clock::now();
    boost::system::error_code error;
    asio::write(socket, asio::buffer(at_once), error);
    Dribbled result;
    socket.non_blocking(true);
    for (std::size_t at = 0;; ++at) {
        std::this_thread::sleep_for(milliseconds(20));
        asio::write(socket, asio::buffer(&slowly[at % slowly.size()], 1), error);
        std::array<char, 512> bytes{};
        boost::system::error_code ended;
        const std::size_t got = socket.read_some(asio::buffer(bytes), ended);
        result.answer.append(bytes.data(), got);
        result.took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - from);
        if (ended && ended != asio::error::would_block) return result;
        if (result.took > std::chrono::seconds(20)) return result;
    }
}

}  // namespace

TEST_CASE("every answer carries what keeps a page safe, also errors and streams") {
    server::HttpServer::Options options;
    options.behind_proxy = true;
    Site site(options);
    Somebody stella(site, Site::stella);
    const std::string stream = "GET /api/poke?person=" + stella.session + " HTTP/1.1\r\nHost: x\r\nCookie: " +
                               stella.browser.cookies() + "\r\n\r\n";
    const std::string ends = "Connection: close\r\n\r\n";
    const std::pair<std::string, unsigned> all[] = {
        {"GET / HTTP/1.1\r\nHost: x\r\n" + ends, 200},
        {"HEAD / HTTP/1.1\r\nHost: x\r\n" + ends, 200},
        {"GET /healthz HTTP/1.1\r\nHost: x\r\n" + ends, 200},
        {post + "Connection: close\r\n" + with_length(pull_text), 200},
        {stream, 200},
        {"hello\r\n\r\n", 400},
        {post + "Connection: close\r\n" + with_length("{"), 400},
        {"GET /api/poke HTTP/1.1\r\nHost: x\r\n" + ends, 401},
        {post + "Content-Length: 70000\r\n\r\n", 401},
        {post + "Connection: close\r\nSec-Fetch-Site: none\r\n" + with_length(pull_text), 403},
        {"GET /none HTTP/1.1\r\nHost: x\r\n" + ends, 404},
        {"PATCH / HTTP/1.1\r\nHost: x\r\n" + ends, 405},
        {post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411},
        {post + "Content-Length: 16777217\r\n\r\n", 413},
        {"POST /api/sync HTTP/1.1\r\nHost: x\r\n" + ends, 415},
        {"POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nParasol-Protocol: 9\r\n" + ends, 426},
        {"GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(17000, 'x') + "\r\n\r\n", 431},
    };
    for (const auto& [request, status] : all) {
        const std::string answer = site.client().raw(request);
        CAPTURE(request.substr(0, 120), answer.substr(0, 800));
        CHECK(status_of(answer) == status);
        for (const char* line : {"\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: no-referrer\r\n",
                                 "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
                                 "\r\nCross-Origin-Resource-Policy: same-origin\r\n",
                                 "\r\nContent-Security-Policy: default-src 'none';",
                                 "\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n"}) {
            CAPTURE(line);
            CHECK(answer.find(line) != std::string::npos);
        }
        const bool page = request.compare(4, 2, "/ ") == 0 && status == 200;
        CHECK(answer.find(page || request.compare(0, 6, "HEAD /") == 0 ? "\r\nCache-Control: no-cache\r\n"
                                                                       : "\r\nCache-Control: no-store\r\n") !=
              std::string::npos);
        const bool closes = status == 411 || status == 413 || status == 431;
        if (closes) CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
        if (status >= 400) CHECK(answer.find("{\"error\":{\"code\":\"") != std::string::npos);
        CHECK(answer.find("\r\nServer:") == std::string::npos);
    }
}

TEST_CASE("requests that two readers might read in two ways are refused, and nothing after them is read") {
    Site site;
    const std::string second = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (const std::string& bytes : {
             post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd" + second,
             post + "Content-Length: 4, 4\r\n\r\nabcd" + second,
             post + "Content-Length: +4\r\n\r\nabcd" + second,
             post + "Content-Length: 0x4\r\n\r\nabcd" + second,
             post + "Content-Length: 4 \x01\r\n\r\nabcd" + second,
             post + "Content-Length : 4\r\n\r\nabcd" + second,
             post + "Content-Length: 99999999999999999999999\r\n\r\nabcd" + second,
             post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
             post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + second,
             post + "Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + second,
             post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + second,
             std::string("GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 36) + second,
             std::string("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 27) + second,
             "GET / HTTP/1.1\r\nHost: x\r\nX: a\nb: c\r\n\r\n" + second,
             "GET / HTTP/1.1\r\nHost: x\r\nX\r\n\r\n" + second,
             "GET / HTTP/1.1\r\nHost: x\r\n: x\r\n\r\n" + second,
             "GET / HTTP/1.1\r\n\r\n" + second,
             "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + second,
             "GET / HTTP/2.0\r\nHost: x\r\n\r\n" + second,
             "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n" + second,
             "GET / HTTP/1.1 x\r\nHost: x\r\n\r\n" + second,
             "\r\n\r\n\r\nGET\r\n\r\n" + second,
         }) {
        const std::string answer = site.client().raw(bytes);
        CAPTURE(bytes.substr(0, 200), answer.substr(0, 200));
        const unsigned status = status_of(answer);
        CHECK((status == 400 || status == 411 || status == 413));
        CHECK(answers_in(answer) == 1);
        CHECK(answer.find("ok\n") == std::string::npos);
    }
    CHECK(site.client().get("/healthz").body() == "ok\n");
}

TEST_CASE("what is unusual and means one thing is answered") {
    Site site;
    // A field over two lines is one; many fields, and other forms of an address, are no page.
    CHECK(status_of(site.client().raw("GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\nConnection: close\r\n\r\n")) ==
          200);
    std::string many = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    for (int at = 0; at < 1000; ++at) many += "X" + std::to_string(at) + ": y\r\n";
    CHECK(status_of(site.client().raw(many + "\r\n")) == 200);
    for (int at = 1000; at < 3000; ++at) many += "X" + std::to_string(at) + ": y\r\n";
    CHECK(status_of(site.client().raw(many + "\r\n")) == 431);
    for (const char* target : {"http://x/healthz", "http://other.example/", "*", "/healthz/../healthz", "//healthz",
                               "/%00", "/healthz%20"}) {
        CAPTURE(target);
        const std::string answer =
            site.client().raw(std::string("GET ") + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        CHECK(status_of(answer) == 404);
    }
    CHECK(site.client().raw("TRACE / HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\nConnection: close\r\n\r\n").find("a=b") ==
          std::string::npos);
    const auto allowed = [&](const std::string& line) {
        const std::string answer = site.client().raw(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        const std::size_t at = answer.find("\r\nAllow: ");
        CHECK(status_of(answer) == 405);
        return answer.substr(at + 9, answer.find('\r', at + 2) - at - 9);
    };
    CHECK(allowed("OPTIONS /api/sync") == "POST");
    CHECK(allowed("GET /api/sync") == "POST");
    CHECK(allowed("HEAD /api/poke") == "GET");
    CHECK(allowed("DELETE /") == "GET, HEAD");
    CHECK(allowed("NONE /") == "GET, HEAD");
}

TEST_CASE("who sends slowly is not waited for") {
    server::HttpServer::Options options;
    options.longest_exchange = milliseconds(400);
    options.longest_answer = milliseconds(400);
    Site site(options);
    const std::pair<std::string, std::string> all[] = {
        {"", "GET / HTTP/1.1\r\nX-Long: x"},                                         // a header
        {"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", "x"},                             // one field of it
        {post + "Content-Length: 60000\r\n\r\n", "x"},                              // a body
        {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /healthz HTTP/1.1\r\nX-Long: x"},  // the next header
    };
    for (const auto& [at_once, slowly] : all) {
        CAPTURE(at_once, slowly);
        const Dribbled one = dribble(site.port(), at_once, slowly);
        CHECK(one.took >= milliseconds(300));
        CHECK(one.took < std::chrono::seconds(10));
        CHECK(answers_in(one.answer) == (at_once.find("healthz") == std::string::npos ? 0 : 1));
    }
    CHECK(site.client().get("/healthz").body() == "ok\n");
}
