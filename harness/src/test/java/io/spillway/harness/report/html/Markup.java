package io.spillway.harness.report.html;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Looks into a page as a browser would, as far as tests need that. */
final class Markup {

  private static final Pattern TAG =
      Pattern.compile(
          "<(?:!DOCTYPE html|/?([a-z][a-z0-9]*)((?:\\s+[\\w-]+(?:=\"[^\"]*\")?)*)\\s*/?)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)(?:=\"([^\"]*)\")?");
  private static final Pattern STYLE = Pattern.compile("(?s)<style>.*?</style>");

  private static final Set<String> INLINE = Set.of("a", "cite", "code", "em", "span", "strong");

  private Markup() {}

  /** An attribute of a tag. */
  record Attribute(String tag, String name, String value) {}

  /** {@return what a reader sees: the page without its tags and style, on one line} */
  static String text(String page) {
    String words =
        TAG.matcher(STYLE.matcher(page).replaceAll(""))
            .replaceAll(tag -> INLINE.contains(String.valueOf(tag.group(1))) ? "" : " ");
    return unescape(words).replaceAll("\\s+", " ");
  }

  /**
   * {@return all attributes}
   *
   * @throws AssertionError if anything looks like the start of a tag and is none that the templates
   *     write
   */
  static List<Attribute> attributes(String page) {
    String markup = STYLE.matcher(page).replaceAll("");
    List<Attribute> attributes = new ArrayList<>();
    Matcher tag = TAG.matcher(markup);
    int end = 0;
    while (tag.find()) {
      requireNoTag(markup.substring(end, tag.start()));
      end = tag.end();
      if (tag.group(2) != null) {
        Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
        while (attribute.find()) {
          String value = attribute.group(2) == null ? "" : attribute.group(2);
          attributes.add(new Attribute(tag.group(1), attribute.group(1), unescape(value)));
        }
      }
    }
    requireNoTag(markup.substring(end));
    return attributes;
  }

  /** {@return the page's drawings, parsed as XML, which is stricter than HTML} */
  static List<Document> drawings(String page) {
    return Pattern.compile("(?s)<svg .*?</svg>")
        .matcher(page)
        .results()
        .map(match -> parsed(match.group()))
        .toList();
  }

  /** {@return all elements of a drawing with this name; of any name for {@code *}} */
  static Stream<Element> elements(Document drawing, String name) {
    NodeList nodes = drawing.getElementsByTagName(name);
    Stream.Builder<Element> elements = Stream.builder();
    for (int index = 0; index < nodes.getLength(); index++) {
      elements.add((Element) nodes.item(index));
    }
    return elements.build();
  }

  private static void requireNoTag(String text) {
    if (text.contains("<")) {
      throw new AssertionError("a tag that no template writes: " + text.strip());
    }
  }

  private static Document parsed(String xml) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)));
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + xml, e);
    }
  }

  private static String unescape(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
