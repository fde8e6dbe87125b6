#include "shell/server/pages.h"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "domain/hex.h"

namespace parasol::server {
namespace {

namespace files = std::filesystem;

struct Type {
    std::string_view ending;
    std::string_view name;
};
constexpr std::array<Type, 12> types = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".woff2", "font/woff2"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
}};

std::string content_of_file(const files::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// As assets/build/served.mjs makes it.
std::string hash_of(const std::string& content) {
    std::string print(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(print.data()),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size());
    return hex_of(print.substr(0, 8));
}

}  // namespace

std::string Pages::read(const std::string& folder) {
    std::error_code error;
    files::recursive_directory_iterator all(folder, error);
    if (error) return "The folder of the page \"" + folder + "\" cannot be read. Name it with --pages.";
    for (const files::directory_entry& entry : all) {
        const std::string ending = entry.path().extension().string();
        const Type* type = nullptr;
        for (const Type& one : types) {
            if (one.ending == ending) type = &one;
        }
        if (!entry.is_regular_file() || !type) continue;
        Page page;
        page.type = type->name;
        page.plain = content_of_file(entry.path());
        page.hash = hash_of(page.plain);
        page.brotli = content_of_file(entry.path().string() + ".br");
        page.gzip = content_of_file(entry.path().string() + ".gz");
        pages_["/" + files::relative(entry.path(), folder).generic_string()] = std::move(page);
    }
    if (!find("/")) return "There is no index.html in \"" + folder + "\". Name the page's folder with --pages.";
    return {};
}

const Page* Pages::find(std::string_view path) const {
    std::string name(path);
    if (name.empty() || name.back() == '/') name += "index.html";
    const auto found = pages_.find(name);
    return found == pages_.end() ? nullptr : &found->second;
}

}  // namespace parasol::server
