// What the server answers to whatever comes over a socket.
#include <thread>

#include "server/site.h"

using namespace web;

namespace {

const std::string pull_text = R"({"protocol":1,"type":"pull"})";

std::string header(const Answer& answer, const std::string& name) {
    const auto found = answer.find(name);
    return found == answer.end() ? std::string() : std::string(found->value().data(), found->value().size());
}

bool is_error(const Answer& answer, unsigned status, const std::string& code) {
    const std::string begins = R"({"error":{"code":")" + code + R"(","message":")";
    return answer.result_int() == status && answer.body().compare(0, begins.size(), begins) == 0;
}

}  // namespace

TEST_CASE("the page is served with its type, compressed where that is understood, and once") {
    Site site;
    Client browser = site.client();
    const Answer plain = browser.get("/");
    CHECK(plain.result_int() == 200);
    CHECK(header(plain, "Content-Type") == "text/html; charset=utf-8");
    CHECK(plain.body() == "<!doctype html><title>Page</title>");
    CHECK(header(plain, "Content-Encoding").empty());
    CHECK(header(plain, "X-Content-Type-Options") == "nosniff");
    CHECK(header(plain, "Content-Security-Policy").find("default-src 'none'") == 0);
    CHECK(header(plain, "Strict-Transport-Security").empty());  // not behind TLS

    const Answer brotli = browser.get("/index.html?a=1", {{"Accept-Encoding", "gzip, deflate, br"}});
    CHECK(brotli.body() == "as brotli");
    CHECK(header(brotli, "Content-Encoding") == "br");
    CHECK(header(browser.get("/", {{"Accept-Encoding", "gzip"}}), "Content-Encoding") == "gzip");
    const Answer known = browser.get("/", {{"If-None-Match", header(plain, "ETag")}});
    CHECK(known.result_int() == 304);
    CHECK(known.body().empty());
    CHECK(browser.get("/", {{"If-None-Match", "\"other\""}}).result_int() == 200);

    CHECK(header(browser.get("/deep/code.js"), "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(browser.send(http::verb::head, "/deep/code.js", {}, {}).body().empty());
    for (const char* path : {"/secret.txt", "/../secret.txt", "/deep/../../secret.txt", "/%2e%2e/secret.txt", "/deep",
                             "/deep/", "/api", "/api/other", "//", "/index.html/"}) {
        INFO(path);
        CHECK(is_error(browser.get(path), 404, "not_found"));
    }
    CHECK(browser.get("/healthz").body() == "ok\n");
}

TEST_CASE("a file that is asked for by its content hash is kept for good, and by any other name looked at again") {
    Site site;
    Client browser = site.client();
    const Answer plain = browser.get("/deep/code.js");
    CHECK(header(plain, "Cache-Control") == "no-cache");
    const std::string tag = header(plain, "ETag");
    REQUIRE(tag.size() > 2);
    const std::string hash = tag.substr(1, tag.size() - 2);
    CHECK(header(browser.get("/deep/code.js?v=" + hash), "Cache-Control") == "public, max-age=31536000, immutable");
    // An older page may ask for what is no longer there: it must not keep this under that name.
    CHECK(header(browser.get("/deep/code.js?v=0123456789abcdef"), "Cache-Control") == "no-cache");
    CHECK(header(browser.get("/index.html?v=" + hash), "Cache-Control") == "no-cache");
    CHECK(header(browser.get("/deep/missing.js?v=" + hash), "Cache-Control") == "no-store");
}

TEST_CASE("a request that no page of ours would send is refused, and has no effect") {
    Site site;
    Client browser = site.client();
    const auto post = [&](const Headers& more, const std::string& body = pull_text) {
        return browser.post(body, more);
    };
    CHECK(post({}).body() == R"({"type":"refusing","refusal":"signed_out"})");

    CHECK(is_error(post({{"Content-Type", "text/plain"}}), 415, "not_json"));
    CHECK(is_error(post({{"Content-Type", "application/x-www-form-urlencoded"}}), 415, "not_json"));
    CHECK(post({{"Content-Type", "application/json; charset=utf-8"}}).result_int() == 200);
    CHECK(is_error(post({{"Parasol-Protocol", "0"}}), 426, "reload"));
    CHECK(is_error(post({{"Parasol-Protocol", "2"}}), 426, "client_too_new"));
    CHECK(is_error(browser.send(http::verb::post, "/api/sync", pull_text, {{"Content-Type", "application/json"}}), 403,
                   "cross_site"));
    for (const char* from : {"cross-site", "same-site", "none"}) {
        CHECK(is_error(post({{"Sec-Fetch-Site", from}}), 403, "cross_site"));
    }
    CHECK(post({{"Sec-Fetch-Site", "same-origin"}}).result_int() == 200);
    const std::string own = "127.0.0.1:" + std::to_string(site.port());
    CHECK(post({{"Origin", "http://" + own}}).result_int() == 200);
    for (const std::string& other : {std::string("http://evil.example"), "http://evil.example/?" + own,
                                     "http://x" + own, std::string("null"), std::string("http://")}) {
        INFO(other);
        CHECK(is_error(post({{"Origin", other}}), 403, "cross_site"));
    }
    CHECK(is_error(browser.get("/api/poke", {{"Sec-Fetch-Site", "cross-site"}}), 403, "cross_site"));
    CHECK(is_error(browser.get("/api/poke"), 401, "signed_out"));
    CHECK(is_error(browser.get("/api/sync"), 405, "method"));
    CHECK(is_error(browser.send(http::verb::delete_, "/", {}, {}), 405, "method"));

    for (const std::string& body :
         {std::string(), std::string("{"), std::string("[]"), std::string(R"({"protocol":1})"),
          std::string(R"({"protocol":1,"type":"erase"})"),
          std::string(R"({"protocol":1,"type":"pull","wanted":["moon:x"]})"), std::string("\xFF\xFE"),
          std::string(60000, '['), R"({"protocol":1,"type":"pull","cookie":")" + std::string("\xC3") + "\"}"}) {
        INFO(body.substr(0, 50));
        CHECK(is_error(post({}, body), 400, "malformed"));
    }
    // Of another version nothing is read but that.
    CHECK(is_error(post({}, R"({"protocol":2,"type":"erase"})"), 426, "client_too_new"));
    // The demo's way in is not one here.
    CHECK(post({}, R"({"protocol":1,"type":"list_sign_ins"})").body().find("not_allowed") != std::string::npos);
    const std::string as = R"({"protocol":1,"type":"sign_in_as","person":")" + to_string(site.stella_id) + "\"}";
    CHECK(post({}, as).body().find("not_allowed") != std::string::npos);
    CHECK(browser.jar.empty());
}

TEST_CASE("what is no HTTP, too large or cut off is answered or dropped, and others go on") {
    Site site;
    Client browser = site.client();
    const auto begins = [](const std::string& answer, const std::string& with) {
        INFO(answer.substr(0, 200));
        return answer.compare(0, with.size(), with) == 0;
    };
    const std::string post = "POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    CHECK(begins(browser.raw("hello\r\n\r\n"), "HTTP/1.1 400"));
    CHECK(begins(browser.raw(std::string(300, '\x01')), "HTTP/1.1 400"));
    CHECK(begins(browser.raw("GET / HTTP/1.1\r\nX: " + std::string(20000, 'x') + "\r\n\r\n"), "HTTP/1.1 431"));
    CHECK(begins(browser.raw(post + "Content-Length: 99999999\r\n\r\n"), "HTTP/1.1 413"));
    CHECK(begins(browser.raw(post + "Content-Length: -1\r\n\r\n"), "HTTP/1.1 400"));
    CHECK(begins(browser.raw(post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "HTTP/1.1 411"));
    CHECK(begins(browser.raw(post + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"), "HTTP/1.1 400"));
    CHECK(begins(browser.raw(post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                 "HTTP/1.1 4"));
    CHECK(browser.raw(post + "Content-Length: 40\r\n\r\n{\"protocol\"").empty());
    CHECK(browser.raw("GET / HTTP/1.1\r\nHo").empty());
    CHECK(browser.raw("").empty());
    // Two at once, one after the other.
    const std::string both = browser.raw("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n"
                                         "Connection: close\r\n\r\n");
    CHECK(both.find("ok\n") != both.rfind("ok\n"));
    CHECK(browser.get("/healthz").body() == "ok\n");
}

TEST_CASE("a large request is read from somebody who works here alone") {
    Site site;
    Client browser = site.client();
    const std::string large = R"({"protocol":1,"type":"pull","cookie":")" + std::string(100000, 'x') + "\"}";
    CHECK(is_error(browser.post(large), 401, "signed_out"));
    browser.jar["__Host-parasol-x"] = "y";
    CHECK(is_error(browser.post(large), 401, "signed_out"));
    REQUIRE(!browser.sign_in(Site::stella, Site::password).empty());
    CHECK(browser.post(large).result_int() == 200);
}

TEST_CASE("what all requests together may hold is bounded, and so are connections") {
    server::HttpServer::Options options;
    options.most_body_bytes = 1000;
    options.most_connections = 2;
    Site site(options);
    Client browser = site.client();
    const Answer no = browser.post(R"({"protocol":1,"type":"pull","cookie":")" + std::string(1000, 'x') + "\"}");
    CHECK(is_error(no, 503, "busy"));
    CHECK(header(no, "Retry-After") == "1");
    CHECK(browser.post(pull_text).result_int() == 200);
    Client second = site.client(), third = site.client();
    CHECK(second.get("/healthz").result_int() == 200);
    CHECK_THROWS(third.get("/healthz"));
}

TEST_CASE("whoever asks too often is told to wait") {
    Site site;
    Client browser = site.client();
    Answer answer = browser.post(pull_text);
    for (int time = 0; time < 200 && answer.result_int() == 200; ++time) answer = browser.post(pull_text);
    CHECK(is_error(answer, 429, "slow_down"));
    CHECK(header(answer, "Retry-After") == "1");
    // Cookies that anybody could write help for a while, and then no more; a session does.
    for (int time = 0; time < 1500; ++time) {
        browser.jar = {{"__Host-parasol-x", std::to_string(time)}};
        answer = browser.post(pull_text);
        if (answer.result_int() != 200) break;
    }
    CHECK(is_error(answer, 429, "slow_down"));
    browser.jar.clear();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    REQUIRE(!browser.sign_in(Site::stella, Site::password).empty());
    for (int time = 0; time < 100; ++time) CHECK(browser.post(pull_text).result_int() == 200);

    server::Api::Options limits;
    limits.most_waiting = 0;
    Site busy({}, limits);
    CHECK(is_error(busy.client().post(pull_text), 503, "busy"));
}

TEST_CASE("plain HTTP is for this machine alone; behind a proxy with TLS it is not plain") {
    boost::asio::io_context io;
    server::Pages pages;
    server::Pokes pokes;
    server::Metrics metrics;
    server::AuthorityThread authority(io);
    REQUIRE(server::start_sodium());
    server::Api api(authority, pokes, metrics, {}, {});
    const auto listening = [&](const std::string& address, bool behind_proxy) {
        server::HttpServer::Options options;
        options.behind_proxy = behind_proxy;
        server::HttpServer server(io, pages, api, pokes, metrics, options);
        return server.listen(address, 0);
    };
    CHECK(listening("127.0.0.1", false) == "");
    CHECK(listening("::1", false) == "");
    CHECK(listening("0.0.0.0", false).find("--behind-proxy") != std::string::npos);
    CHECK(listening("::", false).find("--behind-proxy") != std::string::npos);
    CHECK(listening("0.0.0.0", true) == "");
    CHECK(listening("nowhere", true).find("is not an address") != std::string::npos);

    server::HttpServer one(io, pages, api, pokes, metrics, {}), other(io, pages, api, pokes, metrics, {});
    REQUIRE(one.listen("127.0.0.1", 0) == "");
    CHECK(other.listen("127.0.0.1", one.port()) ==
          "Port " + std::to_string(one.port()) + " is in use. Choose another one with --port.");

    server::HttpServer::Options secure;
    secure.behind_proxy = true;
    Site site(secure);
    CHECK(header(site.client().get("/"), "Strict-Transport-Security").find("max-age=31536000") == 0);
    CHECK(site.client().get("/metrics").result_int() == 200);
    CHECK(is_error(site.client().get("/metrics", {{"X-Forwarded-For", "192.0.2.1"}}), 404, "not_found"));
}
