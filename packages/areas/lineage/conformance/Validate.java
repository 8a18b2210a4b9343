import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.atlas.model.instance.AtlasEntity;
import org.apache.atlas.model.typedef.AtlasTypesDef;
import org.apache.atlas.type.*;

/** Reads types and entities (two lines of JSON) as Atlas's server does, and prints what its type system refuses, one a line. */
public class Validate {
  public static void main(String[] args) throws Exception {
    String[] lines = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
    AtlasTypeRegistry registry = new AtlasTypeRegistry();
    AtlasTypeRegistry.AtlasTransientTypeRegistry change = registry.lockTypeRegistryForUpdate();
    change.addTypes(AtlasType.fromJson(lines[0], AtlasTypesDef.class));
    registry.releaseTypeRegistryForUpdate(change, true);
    AtlasEntity.AtlasEntitiesWithExtInfo given =
        AtlasType.fromJson(lines[1], AtlasEntity.AtlasEntitiesWithExtInfo.class);
    if (given == null || given.getEntities() == null) {
      System.out.println("these are no entities");
      return;
    }
    for (AtlasEntity entity : given.getEntities()) {
      AtlasEntityType type = registry.getEntityTypeByName(entity.getTypeName());
      List<String> messages = new ArrayList<>();
      if (type == null) messages.add("no type " + entity.getTypeName());
      else {
        type.validateValue(entity, entity.getTypeName() + " " + entity.getAttribute("qualifiedName"), messages);
        for (String name : entity.getAttributes().keySet())
          if (!type.getAllAttributes().containsKey(name)) messages.add("unknown attribute " + name);
        if (entity.getRelationshipAttributes() != null)
          for (String name : entity.getRelationshipAttributes().keySet())
            if (!type.getRelationshipAttributes().containsKey(name)) messages.add("unknown relationship " + name);
      }
      for (String message : messages) System.out.println(message);
    }
    System.out.println("read " + given.getEntities().size());
  }
}
