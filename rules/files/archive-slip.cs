using System.IO;
using System.IO.Compression;

public class Unpacker
{
    public void Unpack(string name, string folder)
    {
        using ZipArchive archive = ZipFile.OpenRead(name);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string path = Path.Combine(folder, entry.FullName);
            // ruleid: archive-slip
            entry.ExtractToFile(path);
            string whole = Path.GetFullPath(path);
            if (!whole.StartsWith(folder)) continue;
            // ok: archive-slip
            entry.ExtractToFile(whole, true);
        }
    }
}
