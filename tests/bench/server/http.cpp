#include "bench/server/http.h"

#include <zlib.h>

#include <boost/asio/write.hpp>
#include <utility>

namespace parasol::bench {
namespace {

namespace http = boost::beast::http;

tcp::endpoint server_at(unsigned short port) { return {boost::asio::ip::address_v4::loopback(), port}; }

void open_from(tcp::socket& socket, std::uint32_t address) {
    boost::system::error_code ignored;  // connecting says what is wrong
    socket.open(tcp::v4(), ignored);
    socket.bind({boost::asio::ip::address_v4(address), 0}, ignored);
}

std::string unzipped(const std::string& text) {
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    if (inflateInit2(&stream, gzip_window) != Z_OK) return {};
    std::string out(text.size() * 8 + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    int result = Z_OK;
    while (result == Z_OK) {
        if (stream.total_out == out.size()) out.resize(out.size() * 2);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + stream.total_out);
        stream.avail_out = static_cast<uInt>(out.size() - stream.total_out);
        result = inflate(&stream, Z_NO_FLUSH);
    }
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return result == Z_STREAM_END ? out : std::string();
}

}  // namespace

std::string sync_request(const Session& session, const std::string& text, bool zips) {
    std::string request = "POST /api/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                          "Parasol-Protocol: 1\r\nSec-Fetch-Site: same-origin\r\n";
    if (zips) request += "Accept-Encoding: gzip, deflate, br\r\n";
    request += "Cookie: " + session.cookie + "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n";
    return request + text;
}

// --- Link

void Link::ask(std::string request, Done done) {
    request_ = std::move(request);
    done_ = std::move(done);
    if (socket_.is_open()) return write();
    connect();
}

void Link::connect() {
    kept_ = false;
    buffer_.clear();
    open_from(socket_, address_);
    socket_.async_connect(server_at(port_), [self = shared_from_this()](const Error& error) {
        if (error) return self->failed();
        Error ignored;
        self->socket_.set_option(tcp::no_delay(true), ignored);
        self->write();
    });
}

void Link::write() {
    boost::asio::async_write(socket_, boost::asio::buffer(request_),
                             [self = shared_from_this()](const Error& error, std::size_t) {
                                 if (error) return self->failed();
                                 self->read();
                             });
}

void Link::read() {
    parser_.emplace();
    parser_->body_limit(std::uint64_t{1} << 30);
    http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](const Error& error, std::size_t) {
        if (error) return self->failed();
        const bool goes_on = self->parser_->keep_alive();
        auto message = self->parser_->release();
        if (!goes_on) {
            Error ignored;
            self->socket_.close(ignored);
        }
        self->kept_ = true;
        HttpReply reply{message.result_int(), std::move(message.body()), 0};
        reply.received = reply.body.size();
        if (message[http::field::content_encoding] == "gzip") reply.body = unzipped(reply.body);
        self->finish(std::move(reply));
    });
}

// A connection that has rested may have been closed meanwhile: then once more, on another.
void Link::failed() {
    Error ignored;
    socket_.close(ignored);
    if (kept_ && done_) return connect();
    finish({});
}

void Link::finish(HttpReply reply) {
    const Done done = std::exchange(done_, nullptr);
    if (done) done(std::move(reply));
}

void Link::close() {
    done_ = nullptr;
    Error ignored;
    socket_.close(ignored);
}

// --- PokeStream

void PokeStream::open(const Session& session, std::function<void()> poked, std::function<void()> ended) {
    poked_ = std::move(poked);
    ended_ = std::move(ended);
    text_ = "GET /api/poke?person=" + to_string(session.person) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: " +
            session.cookie + "\r\n\r\n";
    open_from(socket_, session.address);
    socket_.async_connect(server_at(port_), [self = shared_from_this()](const Error& error) {
        if (error) {
            if (self->ended_) self->ended_();
            return;
        }
        boost::asio::async_write(self->socket_, boost::asio::buffer(self->text_),
                                 [self](const Error& failed, std::size_t) {
                                     self->text_.clear();
                                     if (!failed) return self->read();
                                     if (self->ended_) self->ended_();
                                 });
    });
}

void PokeStream::read() {
    socket_.async_read_some(boost::asio::buffer(part_), [self = shared_from_this()](const Error& error,
                                                                                   std::size_t size) {
        if (error) {
            if (self->ended_) self->ended_();
            return;
        }
        constexpr std::string_view poke = "event: poke\ndata:\n\n";
        self->text_.append(self->part_.data(), size);
        const std::size_t found = self->text_.rfind(poke);
        const std::size_t end = self->text_.rfind("\n\n");
        if (end != std::string::npos) self->text_.erase(0, end + 2);
        if (found != std::string::npos && self->poked_) self->poked_();
        self->read();
    });
}

void PokeStream::close() {
    poked_ = nullptr;
    ended_ = nullptr;
    Error ignored;
    socket_.close(ignored);
}

}  // namespace parasol::bench
