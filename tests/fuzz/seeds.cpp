// What the fuzzers begin with: real messages of every kind, requests as a browser sends them, files of accounts, and a
// dictionary of the protocol's words. fuzz_seeds FOLDER writes a folder for each fuzzer, and FOLDER/words.dict.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "domain/csv_import.h"
#include "fuzz/wire_kinds.h"

namespace {

using namespace parasol;
using testing::RandomValues;

// As http.cpp has them.
const std::string person = "018f0000-0000-7000-8000-000000000001";
const std::string root = "018f0000-0000-7000-8000-000000000002";
const std::string cookie = "__Host-parasol-" + person + "=token";

class Folder {
  public:
    explicit Folder(std::string path) : path_(std::move(path)) { std::filesystem::create_directories(path_); }
    void add(const std::string& bytes) {
        std::ofstream(path_ + "/seed-" + std::to_string(++count_), std::ios::binary) << bytes;
    }

  private:
    std::string path_;
    int count_ = 0;
};

std::set<std::string> words = {"HTTP/1.1", "GET ", "POST ", "HEAD ", "/api/sync", "/api/poke?person=", "/healthz",
                               "/metrics", "\r\n\r\n", "Content-Length: ", "Content-Type: application/json",
                               "Transfer-Encoding: chunked", "Connection: close", "Expect: 100-continue",
                               "Accept-Encoding: gzip", "Parasol-Protocol: 1", "Cookie: " + cookie, "Host: x",
                               "Origin: http://x", "Sec-Fetch-Site: same-origin", "\"protocol\":1", "\"session\":",
                               "\"type\":", person, root, "2026-11", "9007199254740991"};

struct Words {
    template <class T>
    void operator()(const char* name, T& value) const {
        words.insert('"' + std::string(name) + "\":");
        if constexpr (std::is_enum_v<T>) {
            const EnumTable table = enum_table(T{});
            for (std::size_t at = 0; at < table.count; ++at) words.insert('"' + std::string(table.names[at]) + '"');
        } else if constexpr (json_detail::IsVector<T>::value) {
            (*this)(name, value.emplace_back());
        } else if constexpr (json_detail::IsOptional<T>::value) {
            (*this)(name, value.emplace());
        } else if constexpr (json_detail::HasFields<T>::value) {
            T::fields(value, *this);
        }
    }
};

template <class Variant>
void words_of(RandomValues& values) {
    for (std::size_t at = 0; at < std::variant_size_v<Variant>; ++at) {
        Variant any;
        values.fill_variant(any, at);
        std::visit([](auto& typed) { std::decay_t<decltype(typed)>::fields(typed, Words{}); }, any);
    }
}

void write_words(const std::string& file, RandomValues& values) {
    words_of<Row>(values);
    words_of<Command>(values);
    words_of<RequestBody>(values);
    words_of<Reply>(values);
    for (std::size_t at = 0; at < row_type_count; ++at) words.insert('"' + std::string(row_type_name(at)) + '"');
    for (std::size_t at = 0; at < command_count; ++at) words.insert('"' + std::string(command_name(at)) + '"');
    for (int at = 0; at < scope_kind_count; ++at) {
        words.insert(std::string(scope_kind_name(static_cast<ScopeKind>(at))) + ":");
    }
    for (const std::string_view column : import_columns) words.insert(std::string(column));
    std::ofstream out(file, std::ios::binary);
    for (const std::string& word : words) {
        out << '"';
        for (const char symbol : word) {
            static const char digits[] = "0123456789abcdef";
            const auto byte = static_cast<unsigned char>(symbol);
            out << "\\x" << digits[byte / 16] << digits[byte % 16];
        }
        out << "\"\n";
    }
}

void write_wire(const std::string& path, RandomValues& values) {
    Folder folder(path);
    const auto& all = fuzz::kinds();
    for (std::size_t kind = 0; kind < all.size(); ++kind) {
        for (int left = 12; left > 0; --left) folder.add(static_cast<char>(kind) + all[kind].seed(values));
    }
}

void write_csv(const std::string& path) {
    Folder folder(path);
    const std::string header = "number,name,kind,parent,third_party_reference,contact,email\r\n";
    folder.add(header + ",Ash,customer,,ASH,Ann,ann@ash.example\r\n,Bay,reseller,ELM,BAY,,\r\n");
    folder.add(header + "100000009,\"Quoted, \"\"so\"\"\",internal use,MOOR,,\"two\nlines\",\r\n");
    folder.add("\xEF\xBB\xBFname;kind;parent;third party reference;contact;email\n Oak ;Partner;;=1+1;;x@y.example\n");
    folder.add("name\tkind\tparent\tthird_party_reference\tcontact\temail\r\rElm\tcustomer\tMOOR\tELM\t\t\r");
    folder.add(header + ",\"not closed");
    folder.add(header + ",\"after\"x,customer,,,,\n");
    folder.add(std::string("\xFF\xFEn\0a\0m\0e", 9));
    folder.add("name,name,else,,kind\n\n,,,,\n");
}

void write_http(const std::string& path, RandomValues& values) {
    Folder folder(path);
    const auto raw = [&](const std::string& text) { folder.add('\0' + text); };
    const auto head = [](const std::string& line) { return line + " HTTP/1.1\r\nHost: x\r\n"; };
    const std::string headers = head("POST /api/sync") + "Content-Type: application/json\r\nParasol-Protocol: 1\r\n";
    for (const char* line : {"GET /", "GET /index.html?a=1", "HEAD /", "GET /healthz", "GET /metrics", "OPTIONS *",
                             "GET /../x", "PUT /", "GET /api/sync", "HEAD /api/poke", "GET http://x/"}) {
        raw(head(line) + "\r\n");
    }
    raw(head("GET /healthz") + "\r\n" + head("GET /") + "Accept-Encoding: br, gzip\r\nConnection: close\r\n\r\n");
    raw(head("GET /api/poke?person=" + person) + "Cookie: " + cookie + "\r\n\r\n");
    raw(head("GET /api/poke?person=" + person) + "Sec-Fetch-Site: cross-site\r\nOrigin: http://y\r\n\r\n");
    raw(headers + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    raw(headers + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    raw(headers + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}");
    raw(headers + "Expect: 100-continue\r\nContent-Length: 99999\r\n\r\n");
    raw(headers + "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}");
    const std::string id = "\"" + person + "\"";
    const std::string begins = R"({"protocol":1,"session":)" + id + R"(,"type":)";
    const std::string at_root = R"("home":")" + root + R"(","via":"own","account":")" + root + "\"";
    const std::vector<std::string> bodies = {
        begins + R"("pull","wanted":["person:)" + person + R"(","children:)" + root + R"("]})",
        begins + R"("pull","held":["account:)" + root + R"("],"cookie":"x.1","as_of":1790000000000})",
        begins + R"("push","commands":[{"client":)" + id + R"(,"seq":1,"person":)" + id + "," + at_root +
            R"(,"command":{"type":"edit_account","contact_name":{"new":"Ann"}}}]})",
        begins + R"("push","commands":[{"client":)" + id + R"(,"seq":1,"person":)" + id + "," + at_root +
            R"(,"command":{"type":"invite_administrator","invitation":)" + id +
            R"(,"email":"a@b.example","role":"viewer"}}]})",
        begins + R"("make_invitation_link",)" + at_root + R"(,"invitation":)" + id + "}",
        begins + R"("look_up_code",)" + at_root + R"(,"code":"ACDE-FGHJ-KMNP"})",
        R"({"protocol":1,"type":"look_at_link","token":"x"})",
        R"({"protocol":1,"type":"sign_in","email":"stella@operator.example","password":"no"})"};
    for (const std::string& body : bodies) {
        folder.add('\1' + body);
        raw(headers + "Cookie: " + cookie + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    for (std::size_t at = 0; at < std::variant_size_v<RequestBody>; ++at) {
        Request request;
        request.session = person;
        values.fill_variant(request.body, at);
        folder.add('\1' + encode(request));
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "fuzz_seeds FOLDER\n";
        return 2;
    }
    const std::string folder = arguments[1];
    RandomValues values(7);
    write_wire(folder + "/wire", values);
    write_csv(folder + "/csv");
    write_http(folder + "/http", values);
    write_words(folder + "/words.dict", values);
    return 0;
}
