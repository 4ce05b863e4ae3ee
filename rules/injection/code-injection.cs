using Microsoft.AspNetCore.Mvc;
using Microsoft.CodeAnalysis.CSharp.Scripting;

public class FormulaController : Controller
{
    public async Task<IActionResult> Run(string formula)
    {
        // ruleid: code-injection
        var result = await CSharpScript.EvaluateAsync<int>(formula);
        // ok: code-injection
        var fixedResult = await CSharpScript.EvaluateAsync<int>("1 + 1");
        return Ok(result + fixedResult);
    }
}
