using System.Text;
namespace Api;
public static class Urls
{
    public static string Chat()
    {
        var sb = new StringBuilder("https://");
        sb.Append("api.openai").Append(".com").Append("/v1/chat/completions");
        return sb.ToString();
    }
}
